import type { Statement } from '../events/index.ts'
import { type RuntimeFinding, withoutSource } from './finding.ts'
import { cell } from './keys.ts'
import { columnsRead } from './reads.ts'
import { sumQuestion } from './sum-question.ts'
import type { Series } from './watch.ts'

/** Fewer are loaded as fast as they are counted. */
const manyRows = 20
/** Of values that nobody reads, in a whole request. */
const manyCharacters = 4_096

/** Rows that were loaded and not looked at, and columns that nobody read; where reads were watched. */
export function unread(series: Series): RuntimeFinding | null {
  const statements = series.statements.filter((one) => one.allowed === null && columnsRead(one) !== null)
  const [first] = statements
  const rows = statements.reduce((sum, one) => sum + (one.rows?.length ?? 0), 0)
  if (first === undefined || rows === 0) return null
  const read = new Set(statements.flatMap((one) => [...(columnsRead(one) ?? [])]))
  const columns = first.fields.map(({ name }) => name)
  const never = columns.filter((column) => !read.has(column))
  const of = { statement: series.shape.text, times: series.count }
  if (read.size === 0) {
    if (rows < manyRows) return null
    return withoutSource(statements, {
      ...of,
      check: 'rows-only-counted',
      message: `This loaded ${rows} rows, of which no value was read.`,
      help: 'Let the server count them, or ask with exists whether there is one.',
    })
  }
  // Before their sizes are looked at, which counts as reading.
  const question = sumQuestion(statements)
  const characters = never.reduce((sum, column) => sum + size(statements, column), 0)
  if (characters < manyCharacters && !(never.length >= 3 && rows >= manyRows)) return null
  return withoutSource(statements, {
    ...of,
    check: 'columns-never-read',
    message: `Of ${columns.length} columns ${never.length} were never read: ${never.slice(0, 6).join(', ')}${never.length > 6 ? ', …' : ''} (about ${characters} characters in ${rows} rows).`,
    help: `Ask for what is read: ${[...read].slice(0, 6).join(', ')}${read.size > 6 ? ', …' : ''}.${question === null ? '' : ` ${question}`}`,
  })
}

function size(statements: readonly Statement[], column: string): number {
  let characters = 0
  for (const { rows, fields } of statements) {
    const index = fields.findIndex(({ name }) => name === column)
    // Where it was never read it is still told of by whoever asks.
    for (const row of rows?.slice(0, 50) ?? []) characters += lengthOf(cell(row, fields, index))
  }
  return characters
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (value instanceof Uint8Array) return value.length
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) return JSON.stringify(value)?.length ?? 0
  return value === null || value === undefined ? 0 : 8
}
