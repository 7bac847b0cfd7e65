/** How values of a type are ordered, and what can stand in for them. Null: neither is known. */
export type ValueKind = 'text' | 'number' | 'day' | 'moment' | 'uuid'

const kinds: Readonly<Record<string, ValueKind>> = {
  text: 'text',
  'character varying': 'text',
  character: 'text',
  bpchar: 'text',
  name: 'text',
  citext: 'text',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  real: 'number',
  'double precision': 'number',
  date: 'day',
  'timestamp without time zone': 'moment',
  'timestamp with time zone': 'moment',
  uuid: 'uuid',
}

/** `type` as `format_type` writes it, `character varying(20)` or `public.citext`. */
export function kindOf(type: string): ValueKind | null {
  const name = type.replace(/\(.*?\)/, '').replace(/^.*\.(?=citext$)/, '')
  return kinds[name] ?? null
}

/** Orders values of a kind; those of text by the collation's name, which may be PostgreSQL's or the system's. */
export function orderOf(kind: ValueKind, collation: string): (a: string, b: string) => number {
  if (kind === 'number') return (a, b) => Number(a) - Number(b) || byBytes(a, b)
  // With DateStyle ISO and one time zone, text order is time order, infinities included.
  if (kind !== 'text' || /^(C|POSIX)(\.|$)/.test(collation)) return byBytes
  const { compare } = collatorOf(collation)
  return (a, b) => compare(a, b) || byBytes(a, b)
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

/**
 * The value that stands for the one at `rank` of `count`: in the same order, and the same for every collation, which
 * digits of one width are. Null where a column of the type has no room for so many.
 */
export function standIn(kind: ValueKind, type: string, rank: number, count: number): string | null {
  const width = String(count - 1).length
  switch (kind) {
    case 'text':
      return width <= textRoom(type) ? String(rank).padStart(width, '0') : null
    case 'number':
      return rank < numberRoom(type) ? String(rank) : null
    case 'day':
      return new Date(epoch + rank * dayMs).toISOString().slice(0, 10)
    case 'moment':
      return `${new Date(epoch + rank * 1000).toISOString().slice(0, 19).replace('T', ' ')}+00`
    case 'uuid':
      return `00000000-0000-0000-0000-${String(rank).padStart(12, '0')}`
    default:
      return kind satisfies never
  }
}

const epoch = Date.UTC(2000, 0, 1)
const dayMs = 86_400_000

function textRoom(type: string): number {
  return Number(/\((\d+)\)/.exec(type)?.[1] ?? 63)
}

function numberRoom(type: string): number {
  if (type === 'smallint') return 32_768
  const [, precision, scale] = /\((\d+),(-?\d+)\)/.exec(type) ?? []
  return precision === undefined ? Number.POSITIVE_INFINITY : 10 ** (Number(precision) - Number(scale))
}
