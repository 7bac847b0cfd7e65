import { distribution, valuesOf } from '../parameters/distribution.ts'
import type { ColumnContents } from './contents.ts'
import type { GinKeys } from './gin-size.ts'
import { lexemesPerRow } from './lexemes.ts'
import { storedBytes } from './tuple-width.ts'
import { jsonKeys, jsonPaths, trigrams } from './value-keys.ts'

/** Most elements that `ANALYZE` keeps with the default statistics target (`array_typanalyze.c`, `ts_typanalyze.c`). */
const mostCommonElements = 1000
/** Taken where nothing is known: ten keys to a row, each of which a hundredth of the rows have. */
const unknownKeysPerRow = 10
const unknownShare = 0.01

/**
 * The keys that a column brings into a GIN index, by how many rows have them: from the statistics of elements where
 * `ANALYZE` gathers them (arrays, `tsvector`), else from the values that the statistics show, taken apart here as the
 * operator class does (`jsonb`, trigrams), else a guess.
 *
 * @param rows that are entered
 */
export function ginKeys(column: ColumnContents, rows: number): GinKeys[] {
  const present = rows * (1 - column.nullFraction)
  const nulls = rows - present
  const keys = present <= 0 ? [] : keysOf(column, present)
  // All nulls share one entry.
  return nulls < 1 ? keys : [...keys, { keys: 1, rowsPerKey: nulls, keyBytes: 0 }]
}

function keysOf(column: ColumnContents, rows: number): GinKeys[] {
  const { is, statistics } = column
  const elements = elementKeys(column, rows)
  if (elements !== null) return elements
  const extract = extractors[is.operatorClassName ?? '']
  if (extract !== undefined && statistics !== null) {
    const values = distribution(statistics)
    if (values.length > 0) return seenKeys(values, extract, column.distinct, rows)
  }
  if (scalar.test(is.operatorClassName ?? ''))
    return [{ keys: column.distinct, rowsPerKey: Math.max(1, rows / column.distinct), keyBytes: averageBytes(column) }]
  return [{ keys: unknownKeysPerRow / unknownShare, rowsPerKey: Math.max(1, rows * unknownShare), keyBytes: 8 }]
}

/** Takes a value's text apart into keys, each given as a text that is as long as the key. */
type Extract = (text: string) => { readonly keys: ReadonlySet<string>; readonly keyBytes: number | null }

const extractors: Readonly<Record<string, Extract>> = {
  gin_trgm_ops: (text) => ({ keys: trigrams(text), keyBytes: 4 }),
  jsonb_ops: (text) => ({ keys: jsonKeys(text), keyBytes: null }),
  jsonb_path_ops: (text) => ({ keys: jsonPaths(text), keyBytes: 4 }),
}

/** Operator classes of the extension btree_gin: the value is its own only key. */
const scalar =
  /^(int[248]|float[48]|money|oid|timestamp(tz)?|date|time(tz)?|interval|macaddr8?|inet|cidr|text|varchar|char|bytea|bit|varbit|numeric|enum|uuid|name|bool|bpchar)_ops$/

/** From the most common elements, and a tail that continues them. Null where there are none. */
function elementKeys({ statistics, is }: ColumnContents, rows: number): GinKeys[] | null {
  const elements = valuesOf(statistics?.commonElements ?? null)
  if (statistics === null || elements.length === 0) return null
  const shares = (statistics.commonElementFrequencies ?? []).slice(0, elements.length)
  const textBytes = elements.reduce((sum, text) => sum + (storedBytes('text', text) ?? 0), 0) / elements.length
  const keyBytes = is.length > 0 ? is.length : textBytes
  const common = shares.map((share) => ({ keys: 1, rowsPerKey: Math.max(1, share * rows), keyBytes }))
  const perRow = statistics.elementCountHistogram?.at(-1) ?? lexemesPerRow(statistics)
  const rest = (perRow - shares.reduce((sum, share) => sum + share, 0)) * rows
  return rest < 1
    ? common
    : [
        ...common,
        ...tail(
          [...shares].sort((a, b) => b - a),
          rest,
          rows,
          keyBytes,
        ),
      ]
}

/**
 * Keys that are rarer than the most common ones: they go on falling with their rank as those do, until all entries are
 * accounted for. A list that isn't full ends where `ANALYZE` no longer trusts its counts, and its tail is taken for
 * rare at once.
 */
function tail(shares: readonly number[], rest: number, rows: number, keyBytes: number): GinKeys[] {
  const last = shares.length
  const least = Math.max(1, (shares.at(-1) ?? 0) * rows)
  const steepness = slope(shares)
  const start = last >= mostCommonElements * 0.95 ? least : Math.min(least, Math.max(1, least / 4))
  const groups: GinKeys[] = []
  let left = rest
  for (let rank = Math.max(1, last); left > 0.5; rank *= 1.5) {
    const rowsPerKey = Math.max(1, start * (last / (rank * 1.25)) ** steepness)
    const all = rowsPerKey <= 1
    const keys = Math.min(all ? Number.POSITIVE_INFINITY : rank * 0.5, left / rowsPerKey)
    groups.push({ keys, rowsPerKey, keyBytes })
    left -= keys * rowsPerKey
  }
  return groups
}

/** How steeply frequency falls with rank over the last three quarters of the list, on logarithmic scales. */
function slope(shares: readonly number[]): number {
  const [from, to] = [shares[Math.floor(shares.length / 4)], shares.at(-1)]
  if (shares.length < 8 || from === undefined || to === undefined || to <= 0) return 1
  return Math.min(1.5, Math.max(0, Math.log(from / to) / Math.log(4)))
}

/**
 * From values that the statistics show. Keys that only one of these has stand for those that none has, whose number
 * follows from how many are seen once and how many twice (Chao's estimator, corrected for bias).
 *
 * @param distinct values of the column: with as many shown, nothing is unseen
 */
function seenKeys(
  values: readonly { readonly value: string; readonly share: number }[],
  extract: Extract,
  distinct: number,
  rows: number,
): GinKeys[] {
  const total = values.reduce((sum, { share }) => sum + share, 0)
  const seen = new Map<string, { share: number; values: number; bytes: number }>()
  for (const { value, share } of values) {
    const { keys, keyBytes } = extract(value)
    for (const key of keys) {
      const known = seen.get(key) ?? { share: 0, values: 0, bytes: keyBytes ?? storedBytes('text', key) ?? 4 }
      seen.set(key, { ...known, share: known.share + share / total, values: known.values + 1 })
    }
  }
  const often = [...seen.values()].filter((key) => key.values > 1 || values.length >= distinct)
  const once = [...seen.values()].filter((key) => key.values === 1 && values.length < distinct)
  const groups = often.map(({ share, bytes }) => ({ keys: 1, rowsPerKey: Math.max(1, share * rows), keyBytes: bytes }))
  if (once.length === 0) return groups
  const twice = [...seen.values()].filter((key) => key.values === 2).length
  const postings = once.reduce((sum, { share }) => sum + share * rows, 0)
  const atLeast = once.length + (once.length * (once.length - 1)) / (2 * (twice + 1))
  // With none seen twice it is but a lower bound, and each distinct value may have a key of its own: the middle, in
  // orders of magnitude.
  const atMost = Math.min(postings, (distinct * once.length) / values.length)
  const keys = Math.min(postings, twice === 0 ? Math.sqrt(atLeast * Math.max(atLeast, atMost)) : atLeast)
  const keyBytes = once.reduce((sum, { bytes }) => sum + bytes, 0) / once.length
  return [...groups, { keys, rowsPerKey: Math.max(1, postings / keys), keyBytes }]
}

function averageBytes({ widths }: ColumnContents): number {
  const total = widths.reduce((sum, { share }) => sum + share, 0)
  return total === 0 ? 8 : widths.reduce((sum, { bytes, share }) => sum + bytes * share, 0) / total
}
