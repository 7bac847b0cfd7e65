/** How values of a type are ordered, and what can stand in for them. */
export type ValueKind =
  | 'text'
  | 'lexeme'
  | 'digits'
  | 'number'
  | 'day'
  | 'moment'
  | 'time'
  | 'interval'
  | 'uuid'
  | 'bytes'
  | 'bits'
  | 'address'
  | 'mac'
  | 'document'

const kinds: Readonly<Record<string, ValueKind>> = {
  text: 'text',
  'character varying': 'text',
  character: 'text',
  bpchar: 'text',
  name: 'text',
  citext: 'text',
  ltree: 'text',
  lexeme: 'lexeme',
  digits: 'digits',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  real: 'number',
  'double precision': 'number',
  money: 'number',
  oid: 'number',
  date: 'day',
  'timestamp without time zone': 'moment',
  'timestamp with time zone': 'moment',
  'time without time zone': 'time',
  'time with time zone': 'time',
  interval: 'interval',
  uuid: 'uuid',
  bytea: 'bytes',
  bit: 'bits',
  'bit varying': 'bits',
  inet: 'address',
  cidr: 'address',
  macaddr: 'mac',
  macaddr8: 'mac',
  jsonb: 'document',
}

/** `type` as `format_type` writes it, `character varying(20)` or `public.citext`; null for one that is not known here. */
export function kindOf(type: string): ValueKind | null {
  const name = type.replace(/\(.*?\)/, '').replace(/^.*\.(?=(citext|ltree)$)/, '')
  return kinds[name] ?? null
}

/** The number in a type's parentheses: length, or precision. */
export function sizeOf(type: string): number | null {
  const size = /\((\d+)/.exec(type)?.[1]
  return size === undefined ? null : Number(size)
}

/**
 * Orders values of a kind as well as can be told from their text; where a histogram shows another order, that one is
 * the server's.
 *
 * @param collation its name, which may be PostgreSQL's or the system's
 */
export function orderOf(kind: ValueKind, collation: string): (a: string, b: string) => number {
  if (kind === 'number' || kind === 'digits') return (a, b) => numberOf(a) - numberOf(b) || byBytes(a, b)
  if (kind === 'lexeme') return (a, b) => Buffer.byteLength(a) - Buffer.byteLength(b) || byBytes(a, b)
  // With DateStyle ISO and one time zone, text order is time order, infinities included.
  if (kind !== 'text' || /^(C|POSIX|ucs_basic)(\.|$)/.test(collation)) return byBytes
  const { compare } = collatorOf(collation)
  return (a, b) => compare(a, b) || byBytes(a, b)
}

/** Money is written with its currency and separators. */
export function numberOf(text: string): number {
  const number = Number(text)
  return Number.isNaN(number) ? Number(text.replaceAll(/[^\d.-]/g, '')) : number
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function collatorOf(collation: string): Intl.Collator {
  try {
    return new Intl.Collator(collation.replace(/[.@].*$/, '').replaceAll('_', '-'))
  } catch {
    return new Intl.Collator('und')
  }
}
