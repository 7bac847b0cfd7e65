import type { ColumnStatistics } from '../../model/index.ts'
import { parseArrayText } from '../../sql/index.ts'
import type { ValueTypes } from './column-types.ts'
import { inServerOrder } from './server-order.ts'
import { isEndless, standInsFor } from './stand-ins.ts'
import { type Replace, replaceIn, type Structure } from './structure.ts'
import { kindOf, orderOf, sizeOf, type ValueKind } from './value-kind.ts'

type Leaf = Extract<Structure, { kind: 'leaf' }>

/** A list of values in a column's statistics. */
export interface ValueList {
  readonly text: string | null
  readonly of: Structure | null
  /** As the server sorts them. */
  readonly sorted: boolean
}

export function valueLists(statistics: ColumnStatistics, { whole, element }: ValueTypes) {
  const range = whole.kind === 'multirange' ? whole.of : whole.kind === 'range' ? whole : null
  return {
    commonValues: { text: statistics.commonValues, of: whole, sorted: false },
    histogram: { text: statistics.histogram, of: whole, sorted: true },
    ends: { text: statistics.ends, of: whole, sorted: true },
    commonElements: { text: statistics.commonElements, of: element, sorted: true },
    rangeBoundsHistogram: { text: statistics.rangeBoundsHistogram, of: range, sorted: false },
  } as const satisfies Record<string, ValueList>
}

interface Pool {
  readonly leaf: Leaf
  readonly types: Set<string>
  readonly values: Set<string>
  readonly chains: string[][]
}

/** What takes the place of a value, and where it stands in the order of its type. */
interface StandIn {
  readonly text: string
  readonly rank: number
}

/**
 * The stand-ins of every value in a snapshot. Columns whose types are compared with each other share them, so that two
 * columns that are joined still have values in common.
 */
export class StandIns {
  readonly #pools: ReadonlyMap<string, ReadonlyMap<string, StandIn>>

  constructor(lists: readonly ValueList[], kept: ReadonlySet<string>) {
    const pools = new Map<string, Pool>()
    for (const list of lists) collect(pools, list)
    this.#pools = new Map([...pools].map(([key, pool]) => [key, standIns(pool, kept)]))
  }

  /** The list with stand-ins; null where it has a value that got none, or is not in the order that it should have. */
  replace({ text, of, sorted }: ValueList): string | null {
    if (text === null || of === null || of.kind === 'schema') return of === null ? null : text
    const ranks: number[] = []
    const replace: Replace = (leaf, value) => {
      if (isEndless(leaf.type, value)) return value
      const found = this.#pools.get(poolKey(leaf))?.get(canonical(leaf, value))
      if (found !== undefined) ranks.push(found.rank)
      return found?.text ?? null
    }
    const values = parseArrayText(text).map((value) => replaceIn(of, value, replace))
    if (values.includes(null)) return null
    if (sorted && of.kind === 'leaf' && ranks.some((rank, i) => i > 0 && rank < (ranks[i - 1] ?? rank))) return null
    return `{${values.map((value) => `"${value?.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`
  }
}

function collect(pools: Map<string, Pool>, { text, of, sorted }: ValueList): void {
  if (text === null || of === null) return
  const chain: string[] = []
  for (const value of parseArrayText(text)) {
    replaceIn(of, value, (leaf, single) => {
      if (isEndless(leaf.type, single)) return single
      const key = poolKey(leaf)
      const pool = pools.get(key) ?? { leaf, types: new Set(), values: new Set(), chains: [] }
      pools.set(key, pool)
      pool.types.add(leaf.type)
      pool.values.add(canonical(leaf, single))
      chain.push(canonical(leaf, single))
      return single
    })
  }
  if (sorted && of.kind === 'leaf') pools.get(poolKey(of))?.chains.push(chain)
}

function standIns({ leaf, types, values, chains }: Pool, kept: ReadonlySet<string>): ReadonlyMap<string, StandIn> {
  const kind = kindOf(leaf.type)
  if (kind === null) return new Map()
  const compare = orderOf(kind, leaf.collation)
  // Between which values a literal lies is kept, too, where their order can be told.
  const form = literalForms[kind]
  if (form !== undefined) for (const literal of kept) if (form.test(literal)) values.add(canonical(leaf, literal))
  const sorted = inServerOrder(values, chains, compare)
  const texts = standInsFor(kind, types, sorted, new Set(sorted.filter((value) => kept.has(value))), compare)
  return new Map(texts?.map((text, rank) => [sorted[rank] ?? '', { text, rank }]))
}

const literalForms: Partial<Record<ValueKind, RegExp>> = {
  number: /^-?\d{1,15}(\.\d{1,6})?$/,
  day: /^\d{4}-\d\d-\d\d$/,
  moment: /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d+)?(\+00)?)?$/,
}

/** Types that are compared with each other, and have room for as much, are one pool. */
function poolKey({ type, collation }: Leaf): string {
  const kind = kindOf(type)
  if (kind === 'text' && !type.includes('citext')) {
    return (sizeOf(type) ?? 63) >= shared ? `text ${collation}` : `${type} ${collation}`
  }
  return type === 'integer' || type === 'bigint' ? 'whole' : `${type} ${kind === 'text' ? collation : ''}`
}

/** Texts of so many characters have room for stand-ins however many there are. */
const shared = 12

/** One text for values that are equal: 1.5 and 1.50 are. */
function canonical({ type }: Leaf, value: string): string {
  return type.startsWith('numeric') && value.includes('.') ? value.replace(/\.?0+$/, '') : value
}
