import { inspect } from 'node:util'
import type { Statement } from '../events/index.ts'

/** Of each answer, so many rows tell what is read. */
const mostRows = 20
const seen = new WeakMap<Statement, Reads>()

interface Reads {
  /** Rows that tell. */
  rows: number
  /** In how many of them each column was read. */
  readonly columns: Map<string, number>
}

/**
 * Has the first rows of an answer tell which of their columns are read, each until it was. What reads a row sees no
 * difference: keys, copies, JSON and comparisons are as before, and `console.log` reads all.
 */
export function watchReads(statement: Statement): void {
  const { rows, fields } = statement
  if (rows === null || statement.shape.kind !== 'read') return
  const reads: Reads = { rows: 0, columns: new Map() }
  seen.set(statement, reads)
  for (const row of rows.slice(0, mostRows)) {
    // A row that is a list is read by whoever made it so: an ORM.
    if (typeof row !== 'object' || row === null || Array.isArray(row) || !Object.isExtensible(row)) continue
    const values: Record<string, unknown> = row as Record<string, unknown>
    reads.rows++
    for (const { name } of fields) tellWhenRead(values, name, reads.columns)
    Object.defineProperty(row, inspect.custom, { value: () => ({ ...row }), configurable: true })
  }
}

function tellWhenRead(row: Record<string, unknown>, column: string, read: Map<string, number>): void {
  if (Object.getOwnPropertyDescriptor(row, column)?.configurable !== true) return
  let value = row[column]
  const plain = () =>
    Object.defineProperty(row, column, { value, enumerable: true, configurable: true, writable: true })
  Object.defineProperty(row, column, {
    enumerable: true,
    configurable: true,
    get() {
      read.set(column, (read.get(column) ?? 0) + 1)
      plain()
      return value
    },
    set(next) {
      value = next
      plain()
    },
  })
}

/** Columns that were read; null where nobody watched. */
export function columnsRead(statement: Statement): readonly string[] | null {
  const reads = seen.get(statement)
  return reads === undefined ? null : [...reads.columns.keys()]
}

/** In how many of the rows that tell. */
export function readIn(statement: Statement, column: string): 'all' | 'some' | 'none' {
  const { rows = 0, columns } = seen.get(statement) ?? {}
  const times = columns?.get(column) ?? 0
  return times === 0 ? 'none' : times < rows ? 'some' : 'all'
}
