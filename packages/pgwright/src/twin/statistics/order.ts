import { parseArrayText } from '../../sql/index.ts'

/** `int8`, `int2`, `int4`, `oid`, `float4`, `float8`, `numeric`. */
const numbers: ReadonlySet<number> = new Set([20, 21, 23, 26, 700, 701, 1700])
/** `date`, `timestamp`, `timestamptz`. */
const moments: ReadonlySet<number> = new Set([1082, 1114, 1184])

/**
 * Whether a histogram rises, which the planner takes for granted: it would give numbers that look sure and are not.
 * True where it can't be told here: the order of text is its collation's, and can differ from one machine to another.
 *
 * @param type oid of the values
 */
export function isInOrder(histogram: string, type: number): boolean {
  const keyOf = numbers.has(type) ? numberOf : moments.has(type) ? momentOf : null
  if (keyOf === null) return true
  const keys = parseArrayText(histogram).map(keyOf)
  return keys.every((key, index) => index === 0 || key >= (keys[index - 1] ?? key))
}

/** PostgreSQL sorts NaN last. What is no number at all is for its type to refuse. */
function numberOf(text: string): number {
  const number = Number(text)
  return Number.isNaN(number) ? Number.POSITIVE_INFINITY : number
}

/** Days before our era and after the year 9999 are told from others alone. */
function momentOf(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  if (text.startsWith('-') || text.endsWith('BC')) return Number.NEGATIVE_INFINITY
  const [, year = '', month = '', day = '', rest = ''] = /^(\d+)-(\d\d)-(\d\d)(?: (.*))?$/.exec(text) ?? []
  const time = Date.parse(`${year.padStart(4, '0')}-${month}-${day}T${rest.replace(/\+00$/, '') || '00:00:00'}Z`)
  return year.length > 4 || Number.isNaN(time) ? Number.MAX_VALUE : time
}
