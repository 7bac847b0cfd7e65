import { deserialize, serialize } from 'node:v8'
import type { RawRows } from './rows.ts'

// Text, since that is what both clients give by default. Rows are what PostgreSQL sent; other values are V8's own form.

export function encodeRows(raw: RawRows): string {
  return `r${JSON.stringify(raw)}`
}

export function encodeValue(value: unknown): string {
  return `v${serialize(value).toString('base64')}`
}

/** Undefined for what is not of this form: another version's, or damaged. */
export function decodeRows(data: string): RawRows | undefined {
  if (!data.startsWith('r')) return undefined
  return attempt(() => JSON.parse(data.slice(1)) as RawRows)
}

export function decodeValue(data: string): { readonly value: unknown } | undefined {
  if (!data.startsWith('v')) return undefined
  return attempt(() => ({ value: deserialize(Buffer.from(data.slice(1), 'base64')) as unknown }))
}

function attempt<Result>(decode: () => Result): Result | undefined {
  try {
    return decode()
  } catch {
    return undefined
  }
}
