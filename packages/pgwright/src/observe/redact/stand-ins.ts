import { placesBetween } from './places.ts'
import { kindOf, numberOf, sizeOf, type ValueKind } from './value-kind.ts'

/** Whether a value stays as it is: it tells nothing, and no other could stand where it does in the order of its type. */
export function isEndless(type: string, value: string): boolean {
  return /^(-?infinity|nan)$/i.test(value) && ['number', 'day', 'moment'].includes(kindOf(type) ?? '')
}

/**
 * The values that stand for `sorted`, in the same order. Ranks, and no map that keeps distances: through one, whoever
 * knows two values of a type (the first id and the last) would know them all.
 *
 * @param kept values that stay, because the schema shows them; the others are placed around them. Where that can't be
 * done, none stays
 * @param compare the order that `sorted` is in
 * @returns null where the type has no room for so many
 */
export function standInsFor(
  kind: ValueKind,
  types: ReadonlySet<string>,
  sorted: readonly string[],
  kept: ReadonlySet<string>,
  compare: (a: string, b: string) => number,
): string[] | null {
  const write = (values: ReadonlySet<string>) =>
    kind === 'text'
      ? textStandIns(types, sorted, values, compare)
      : (writtenByPlace(kind, types, sorted, values) ?? writtenByRank(kind, types, sorted))
  return write(kept) ?? (kept.size === 0 ? null : write(new Set()))
}

/** Numbers, dates and times: each type's values by whole numbers, and back. */
function writtenByPlace(
  kind: ValueKind,
  types: ReadonlySet<string>,
  sorted: readonly string[],
  kept: ReadonlySet<string>,
): string[] | null {
  const line = lineOf(kind, types)
  if (line === null) return null
  const given = sorted.map((value) => (kept.has(value) ? line.placeOf(value) : null))
  const places = placesBetween(given, line)
  return places?.map((place, i) => (given[i] === null ? line.at(place) : (sorted[i] ?? ''))) ?? null
}

interface Line {
  /** Null where a value has no place that could be written again. */
  placeOf(value: string): bigint | null
  at(place: bigint): string
  readonly first: bigint
  readonly last: bigint
  /** Where the first value goes, and how far the next, as long as there is room. */
  readonly start: bigint
  readonly step: bigint
}

const day = 86_400_000_000n
/** 2000-01-01, in microseconds. */
const epoch = BigInt(Date.UTC(2000, 0, 1)) * 1000n

function lineOf(kind: ValueKind, types: ReadonlySet<string>): Line | null {
  if (kind === 'number') return numberLine(types)
  const [type = ''] = types
  if (kind === 'day' || kind === 'moment') {
    const at = (place: bigint) => momentText(place, kind, type)
    const placeOf = (value: string) => {
      const [date = '', time = '00:00:00'] = value.replace(/\+00$/, '').split(' ')
      const ms = Date.parse(`${date}T${time}Z`)
      if (Number.isNaN(ms)) return null
      const micros = BigInt(Math.floor(ms)) * 1000n + BigInt(/\.\d{3}(\d{1,3})/.exec(value)?.[1]?.padEnd(3, '0') ?? 0)
      return kind === 'day' ? micros / day : micros
    }
    // 1900 to 2900: what JavaScript, PostgreSQL and people can write.
    const [first, last] = [BigInt(Date.UTC(1900, 0, 1)) * 1000n, BigInt(Date.UTC(2900, 0, 1)) * 1000n]
    if (kind === 'day') return { placeOf, at, first: first / day, last: last / day, start: epoch / day, step: 1n }
    return { placeOf, at, first, last, start: epoch, step: 1_000_000n }
  }
  return null
}

function momentText(place: bigint, kind: 'day' | 'moment', type: string): string {
  const micros = kind === 'day' ? place * day : place
  const text = new Date(Number(micros / 1000n)).toISOString()
  if (kind === 'day') return text.slice(0, 10)
  const fraction = micros % 1_000_000n
  const written = fraction === 0n ? '' : `.${String((fraction + 1_000_000n) % 1_000_000n).padStart(6, '0')}`
  return `${text.slice(0, 19).replace('T', ' ')}${written}${type.includes('with time zone') ? '+00' : ''}`
}

/** In units of the last decimal that every type of the pool keeps. */
function numberLine(types: ReadonlySet<string>): Line {
  const [type = ''] = types
  const [, precision, scale = '0'] = /\((\d+),(-?\d+)\)/.exec(type) ?? []
  const decimals =
    type === 'numeric' || type === 'double precision' ? 6 : type === 'money' ? 2 : Math.max(0, Number(scale))
  const unit = 10n ** BigInt(decimals)
  const last = precision === undefined ? wholeRoom(types) * unit : 10n ** BigInt(precision) - 1n
  return {
    placeOf: (value) => {
      const scaled = numberOf(value) * 10 ** decimals
      return Number.isSafeInteger(scaled) ? BigInt(scaled) : null
    },
    at: (place) => decimalText(place, decimals),
    first: types.has('oid') ? 0n : -last,
    last,
    start: 0n,
    step: unit,
  }
}

function wholeRoom(types: ReadonlySet<string>): bigint {
  if (types.has('smallint')) return 32_767n
  // Every whole number up to it is a `real`.
  return types.has('real') ? 16_777_216n : 2_147_483_647n
}

function decimalText(place: bigint, decimals: number): string {
  if (decimals === 0) return String(place)
  const digits = String(place < 0n ? -place : place).padStart(decimals + 1, '0')
  return `${place < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** Digits, which every collation sorts alike when they are of one width; after a kept text, that text and digits. */
function textStandIns(
  types: ReadonlySet<string>,
  sorted: readonly string[],
  kept: ReadonlySet<string>,
  compare: (a: string, b: string) => number,
): string[] | null {
  const room = Math.min(63, ...[...types].flatMap((type) => sizeOf(type) ?? []))
  const [alphabet, width] = lettersFor(sorted.length, room)
  let prefix = ''
  const texts = sorted.map((value, rank) => {
    if (kept.has(value)) {
      prefix = value
      return value
    }
    return prefix + inAlphabet(rank, alphabet).padStart(width, '0')
  })
  const fit = texts.every((text) => [...text].length <= room || kept.has(text))
  const rise = kept.size === 0 || texts.every((text, i) => i === 0 || compare(texts[i - 1] ?? '', text) < 0)
  return fit && rise ? texts : null
}

/** Where digits alone find no room, letters that no collation joins or moves. */
function lettersFor(count: number, room: number): [alphabet: string, width: number] {
  const alphabets = ['0123456789', '0123456789bkmprtv', ...(room === 1 ? ['0123456789abcdefghijklmnopqrstuvwxy'] : [])]
  const options = alphabets.map((letters): [string, number] => [
    letters,
    inAlphabet(Math.max(0, count - 1), letters).length,
  ])
  return options.find(([, width]) => width <= room) ?? ['0123456789', 64]
}

function inAlphabet(number: number, alphabet: string): string {
  const rest = Math.floor(number / alphabet.length)
  return (rest === 0 ? '' : inAlphabet(rest, alphabet)) + (alphabet[number % alphabet.length] ?? '')
}

/** The other kinds have no values in common with the schema, and their rank says it all. */
function writtenByRank(kind: ValueKind, types: ReadonlySet<string>, sorted: readonly string[]): string[] | null {
  const [type = ''] = types
  const hex = (rank: number, digits: number) => rank.toString(16).padStart(digits, '0')
  const written: Partial<Record<ValueKind, (rank: number) => string>> = {
    lexeme: (rank) => String(rank).padStart(9, '0'),
    digits: (rank) => String(rank).padStart(9, '0'),
    time: (rank) => timeText(rank, sorted.length, type),
    interval: (rank) => `${rank} seconds`,
    uuid: (rank) => `00000000-0000-0000-0000-${hex(rank, 12)}`,
    bytes: (rank) => `\\x${hex(rank, 8)}`,
    bits: (rank) => rank.toString(2).padStart(type.startsWith('bit(') ? (sizeOf(type) ?? 1) : 32, '0'),
    address: (rank) => `0.${(rank >> 16) & 255}.${(rank >> 8) & 255}.${rank & 255}`,
    mac: (rank) => (hex(rank, type === 'macaddr8' ? 16 : 12).match(/../g) ?? []).join(':'),
    document: (rank) => String(rank),
  }
  const write = written[kind]
  if (write === undefined || (kind === 'bits' && sorted.length > 2 ** Math.min(31, sizeOf(type) ?? 32))) return null
  return sorted.map((_, rank) => write(rank))
}

/** Evenly over the day. */
function timeText(rank: number, count: number, type: string): string {
  const seconds = (rank * 86_399) / Math.max(1, count)
  const text = new Date(seconds * 1000).toISOString().slice(11, 23)
  return type.includes('with time zone') ? `${text}+00` : text
}
