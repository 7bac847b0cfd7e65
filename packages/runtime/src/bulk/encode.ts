import { RuntimeError } from '../error.ts'
import { instantText, localText } from './date-text.ts'
import type { Column, ValueKind } from './table.ts'

/** The text that PostgreSQL reads the value from; never called with null or undefined, which are no values. */
export type Encoder = (value: unknown) => string

/**
 * Reads a value as `pg` does where it would take it at all: text goes as it is, also to `json`. What would arrive as
 * something else is an error.
 * @throws RuntimeError `usage`, by the encoder, naming column and type but not the value
 */
export function encoderOf(column: Column): Encoder {
  const scalar = (value: unknown): string => encodeScalar(value, column, column.kind)
  if (!column.isList) return scalar
  return (value) => (typeof value === 'string' ? wellFormed(value, column) : listText(value, column, scalar))
}

function encodeScalar(value: unknown, column: Column, kind: ValueKind): string {
  switch (typeof value) {
    case 'string':
      return wellFormed(value, column)
    case 'number':
      if (kind === 'json' && !Number.isFinite(value)) throw unfit(column, 'a number that JSON does not have')
      return Object.is(value, -0) ? '-0' : String(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      return encodeObject(value as object, column, kind)
    default:
      throw unfit(column, `a ${typeof value}`)
  }
}

function encodeObject(value: object, column: Column, kind: ValueKind): string {
  if ('toPostgres' in value && typeof value.toPostgres === 'function')
    // As `pg` calls it; what it gives may be a value of any kind.
    return encodeScalar(
      value.toPostgres((inner: unknown) => inner),
      column,
      kind,
    )
  if (kind === 'json') return jsonText(value, column)
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw unfit(column, 'an invalid Date')
    return kind === 'local' ? localText(value) : instantText(value)
  }
  if (value instanceof Uint8Array) {
    if (kind !== 'bytes') throw unfit(column, 'bytes')
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  }
  if (kind === 'point' && has(value, 'x', 'y')) return `(${value.x},${value.y})`
  if (kind === 'circle' && has(value, 'x', 'y', 'radius')) return `<(${value.x},${value.y}),${value.radius}>`
  if (kind === 'text') return jsonText(value, column)
  throw unfit(column, Array.isArray(value) ? 'a list' : 'an object')
}

/** A list of lists is a list of two dimensions, but in `json[]`, where it is a list of JSON lists. */
function listText(value: unknown, column: Column, scalar: Encoder): string {
  const items = listOf(value, column)
  if (items === null) throw unfit(column, 'no list')
  if (isEmpty(items, column)) return '{}'
  const texts = items.map((item): string => {
    if (item === null || item === undefined) return 'NULL'
    const inner = column.kind === 'json' ? null : listOf(item, column)
    return inner === null ? quoted(scalar(item)) : listText(inner, column, scalar)
  })
  return `{${texts.join(column.delimiter)}}`
}

function listOf(value: unknown, column: Column): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return null
  return column.kind === 'bytes' ? null : Array.from(value as unknown as Iterable<unknown>)
}

/** PostgreSQL has but one empty list, and before 17 does not read `{{}}`. */
function isEmpty(items: readonly unknown[], column: Column): boolean {
  return column.kind === 'json'
    ? items.length === 0
    : items.every((item) => Array.isArray(item) && isEmpty(item, column))
}

/** With quotes around, so that neither NULL nor a delimiter in it is taken for one. */
export function quoted(text: string): string {
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
}

function jsonText(value: object, column: Column): string {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch {
    throw unfit(column, 'an object that has no JSON')
  }
  if (text === undefined) throw unfit(column, 'an object that has no JSON')
  return text
}

/** Half of a pair of surrogates has no UTF-8: it would be stored as U+FFFD. */
function wellFormed(text: string, column: Column): string {
  if (!(text as string & { isWellFormed(): boolean }).isWellFormed()) throw unfit(column, 'text that is not Unicode')
  return text
}

function has<Name extends string>(value: object, ...names: Name[]): value is Record<Name, number> {
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'number')
}

function unfit({ name, type }: Column, what: string): RuntimeError {
  return new RuntimeError(
    'usage',
    `The column ${name} of type ${type} was given ${what}.`,
    'Give a value of its type, or the text that PostgreSQL reads it from.',
  )
}
