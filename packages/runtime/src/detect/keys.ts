import type { Field } from '../events/index.ts'

/** One text for what PostgreSQL holds for one value, whether a driver gives it as a number, a bigint or a text. */
export function keyOf(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
    case 'bigint':
      return String(value)
    case 'object':
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
      if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
      // A list of one is that one: `= any($1)` for a single key.
      return Array.isArray(value) && value.length === 1 ? keyOf(value[0]) : null
    default:
      // Truth values are in every table, and prove nothing.
      return null
  }
}

export function cell(row: unknown, fields: readonly Field[], index: number): unknown {
  if (Array.isArray(row)) return row[index]
  return (row as Readonly<Record<string, unknown>> | null)?.[fields[index]?.name ?? '']
}
