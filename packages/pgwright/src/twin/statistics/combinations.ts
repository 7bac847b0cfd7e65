import type { ClientBase } from 'pg'
import type { ExtendedData, StatisticsKey } from '../../model/index.ts'
import type { DiskValue } from '../files/index-tuple.ts'
import type { Sessions } from '../sessions.ts'
import { diskValues } from './disk-values.ts'
import { combinationBytes, type Dimension } from './extended-bytes.ts'
import type { ExtendedEntry } from './extended-objects.ts'
import { readValueTypes } from './value-types.ts'

type Combinations = NonNullable<ExtendedData['combinations']>

interface Layout {
  readonly length: number
  readonly byValue: boolean
}

/** One column or expression of one entry's combinations. */
interface WantedDimension {
  readonly entry: ExtendedEntry
  readonly type: number
  /** What its type's values are kept as; a domain's are those of what it is made of. */
  readonly base: number
  /** Each once. */
  readonly texts: readonly string[]
}

/** `STATS_MCVLIST_MAX_ITEMS` of `statistics.h`. */
const mostItems = 10_000

/** Lists of common combinations as the server keeps them. Where one can't be had, `lost` says why. */
export async function combinationsOf(
  sessions: Sessions,
  entries: readonly ExtendedEntry[],
  lost: (entry: ExtendedEntry, what: string, reason: string) => void,
): Promise<Map<ExtendedEntry, Buffer>> {
  const sound = entries.filter((entry) => {
    if (entry.data.combinations === null) return false
    const problem = problemOf(entry, entry.data.combinations)
    if (problem !== null) lost(entry, 'common combinations', problem)
    return problem === null
  })
  const types = await readValueTypes(
    sessions.owner,
    sound.flatMap(({ on }) => on.keys.map(({ type }) => type)),
  )
  const wanted = sound.flatMap((entry) =>
    entry.on.keys.map(({ key, type }): WantedDimension => {
      const texts = valuesOf(entry.data.combinations, key).filter((value) => value !== null)
      return { entry, type, base: types.get(type)?.type ?? type, texts: [...new Set(texts)] }
    }),
  )
  const values = await valuesOnDisk(sessions, wanted)
  const layouts = await layoutsOf(sessions.owner, wanted)
  const found = new Map<ExtendedEntry, Buffer>()
  for (const entry of sound) {
    const own = wanted.filter((dimension) => dimension.entry === entry)
    const dimensions = own.map((dimension) => dimensionOf(dimension, values.get(dimension), layouts))
    if (dimensions.every((dimension) => dimension !== null)) found.set(entry, serialize(entry, own, dimensions))
    else lost(entry, 'common combinations', 'a type refuses one of their values, or it is too long')
  }
  return found
}

function problemOf({ on }: ExtendedEntry, { keys, items }: Combinations): string | null {
  const known = keys.length === on.keys.length && on.keys.every(({ key }) => keys.includes(key))
  if (!known) return 'they are of other columns'
  if (items.length === 0 || items.length > mostItems) return 'there are none, or too many'
  const isFraction = (number: number) => number >= 0 && number <= 1
  const fit = items.every(
    ({ values, frequency, baseFrequency }) =>
      values.length === keys.length && isFraction(frequency) && isFraction(baseFrequency),
  )
  return fit ? null : 'values are missing, or a frequency is out of bounds'
}

function valuesOf(combinations: Combinations | null, key: StatisticsKey): (string | null)[] {
  const place = combinations?.keys.indexOf(key) ?? -1
  return combinations?.items.map(({ values }) => values[place] ?? null) ?? []
}

async function valuesOnDisk(sessions: Sessions, wanted: readonly WantedDimension[]) {
  const byType = new Map<number, WantedDimension[]>()
  for (const dimension of wanted) byType.set(dimension.base, [...(byType.get(dimension.base) ?? []), dimension])
  const groups = [...byType]
  const found =
    groups.length === 0
      ? []
      : await diskValues(
          sessions,
          groups.map(([type, dimensions]) => ({ type, lists: dimensions.map(({ texts }) => texts) })),
        )
  return new Map(
    groups.flatMap(([, dimensions], group) =>
      dimensions.map((dimension, place): [WantedDimension, readonly DiskValue[] | null] => [
        dimension,
        found[group]?.[place] ?? null,
      ]),
    ),
  )
}

async function layoutsOf(owner: ClientBase, wanted: readonly WantedDimension[]): Promise<Map<number, Layout>> {
  const { rows } = await owner.query<Layout & { type: number }>(
    `select oid::int8::int as type, typlen as length, typbyval as "byValue"
     from pg_catalog.pg_type where oid = any($1::oid[])`,
    [[...new Set(wanted.map(({ base }) => base))]],
  )
  return new Map(rows.map(({ type, ...layout }) => [type, layout]))
}

function dimensionOf(
  { type, base, texts }: WantedDimension,
  values: readonly DiskValue[] | null | undefined,
  layouts: ReadonlyMap<number, Layout>,
): Dimension | null {
  const layout = layouts.get(base)
  return values == null || values.length !== texts.length || layout === undefined ? null : { type, ...layout, values }
}

function serialize(entry: ExtendedEntry, own: readonly WantedDimension[], dimensions: readonly Dimension[]): Buffer {
  const combinations = entry.data.combinations
  const columns = entry.on.keys.map(({ key }, index) => {
    const places = new Map(own[index]?.texts.map((text, place) => [text, place]))
    return valuesOf(combinations, key).map((value) => (value === null ? null : (places.get(value) ?? null)))
  })
  const items = (combinations?.items ?? []).map(({ frequency, baseFrequency }, item) => {
    return { values: columns.map((column) => column[item] ?? null), frequency, baseFrequency }
  })
  return combinationBytes(dimensions, items)
}
