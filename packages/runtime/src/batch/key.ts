import { RuntimeError } from '../error.ts'

/** A key of one column, or of several in the order of the loader. Null finds nothing. */
export type KeyValue = string | number | bigint | boolean | Date | null
export type Key = KeyValue | readonly KeyValue[]

/** PostgreSQL's text of each part, so that 7, 7n and '7' are one; null where a part is, since NULL equals nothing. */
export function keyTexts(key: Key, columns: number): readonly string[] | null {
  const parts: readonly KeyValue[] = Array.isArray(key) ? key : [key as KeyValue]
  if (parts.length !== columns)
    throw new RuntimeError(
      'usage',
      `A key has ${parts.length} parts instead of ${columns}.`,
      'Give a value of each column.',
    )
  const texts = parts.map(keyText)
  return texts.includes(null) ? null : (texts as string[])
}

/** One string for a key, which no other key has. */
export function keyName(texts: readonly string[]): string {
  return texts.length === 1 ? (texts[0] as string) : JSON.stringify(texts)
}

function keyText(value: KeyValue): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) {
    if (!Number.isNaN(value.getTime())) return value.toISOString()
  } else if (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol') return String(value)
  throw new RuntimeError(
    'usage',
    'A key is of a kind that can’t be compared.',
    'Give text, a number, a boolean or a Date.',
  )
}
