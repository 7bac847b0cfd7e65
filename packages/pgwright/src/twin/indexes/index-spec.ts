import type { ObjectName } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'

export interface KeySpec {
  readonly column: string
  readonly descending: boolean
}

/** A B-tree that could be built. */
export interface IndexSpec {
  /** The table. */
  readonly on: ObjectName
  readonly keys: readonly KeySpec[]
  readonly include: readonly string[]
  /** Condition of a partial index over unqualified columns, and the columns that it reads. */
  readonly predicate: { readonly sql: string; readonly columns: readonly string[] } | null
}

/** `CREATE INDEX` for a spec; `concurrently` for a table that is in use. */
export function createIndexSql(spec: IndexSpec, name: string, concurrently: boolean): string {
  const clauses = [
    `create index ${concurrently ? 'concurrently ' : ''}${quoteIdentifier(name)}`,
    `on ${quoteQualified(spec.on.schema, spec.on.name)} (${spec.keys.map(key).join(', ')})`,
    spec.include.length === 0 ? '' : `include (${spec.include.map(quoteIdentifier).join(', ')})`,
    spec.predicate === null ? '' : `where ${spec.predicate.sql}`,
  ]
  return clauses.filter((clause) => clause !== '').join(' ')
}

/** Two specs with the same text are the same index. */
export function specKey(spec: IndexSpec): string {
  return createIndexSql(spec, '', false)
}

function key({ column, descending }: KeySpec): string {
  return `${quoteIdentifier(column)}${descending ? ' desc' : ''}`
}
