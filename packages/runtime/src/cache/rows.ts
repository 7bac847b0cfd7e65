import type { ClientBase, CustomTypesConfig } from 'pg'
import { RuntimeError } from '../error.ts'
import { copyOf, type Held, isPlain } from './held.ts'

/** What the server sent, as text: every type comes back from Redis as it came from PostgreSQL. */
export interface RawRows {
  readonly columns: readonly { readonly name: string; readonly oid: number }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** As `pg` gives it, frozen. */
export interface CachedRows<Row> {
  readonly rows: readonly Row[]
  readonly rowCount: number
}

export type Parsers = Pick<CustomTypesConfig, 'getTypeParser'>

/** @throws what the driver throws */
export async function queryRaw(
  client: Pick<ClientBase, 'query'>,
  text: string,
  values: readonly unknown[],
): Promise<RawRows> {
  const { fields, rows } = await client.query<(string | null)[]>({
    text,
    values: [...values],
    rowMode: 'array',
    types: { getTypeParser: () => (value: unknown) => value } as never,
  } as never)
  if (fields.some(({ format }) => format !== 'text')) throw binary()
  return { columns: fields.map(({ name, dataTypeID: oid }) => ({ name, oid })), rows }
}

function binary(): RuntimeError {
  return new RuntimeError(
    'usage',
    'Results that the driver fetches in binary form are not cached.',
    'Give the cache a pool without the option `binary`.',
  )
}

/**
 * Parsed once and shared frozen where the parsers make plain values, copied for each caller where there are dates or
 * buffers, and parsed for each caller where a parser makes instances of classes, which nobody else knows how to copy.
 */
export function holdRows(raw: RawRows, parsers: Parsers): Held {
  const value = shape(raw, parsers)
  const found = { dates: false, instances: false }
  for (const row of value.rows) for (const cell of Object.values(row)) look(cell, found)
  const bytes = 128 + raw.rows.reduce((sum, row) => sum + rowBytes(row), 0)
  if (found.instances) return { value: raw, copy: (held) => shape(held as RawRows, parsers), bytes }
  return { value: freeze(value), copy: found.dates ? copyOf : null, bytes }
}

function rowBytes(row: readonly (string | null)[]): number {
  return row.reduce((sum, cell) => sum + 24 + (cell === null ? 0 : cell.length * 2), 64)
}

function shape({ columns, rows }: RawRows, parsers: Parsers): CachedRows<Record<string, unknown>> {
  const parse = columns.map(({ oid }) => parsers.getTypeParser(oid, 'text') as (text: string) => unknown)
  const shaped = rows.map((cells) => {
    const row: Record<string, unknown> = {}
    columns.forEach(({ name }, i) => {
      const cell = cells[i] ?? null
      const value = cell === null ? null : parse[i]?.(cell)
      if (name === '__proto__') Object.defineProperty(row, name, { value, enumerable: true })
      else row[name] = value
    })
    return row
  })
  return { rows: shaped, rowCount: shaped.length }
}

function look(value: unknown, found: { dates: boolean; instances: boolean }): void {
  if (typeof value === 'function') found.instances = true
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) for (const item of value) look(item, found)
  else if (value instanceof Date || value instanceof Uint8Array) found.dates = true
  else if (isPlain(value)) for (const item of Object.values(value)) look(item, found)
  else found.instances = true
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value
  for (const item of Object.values(value)) freeze(item)
  return Object.freeze(value)
}
