import type { SpecCandidate } from '../../twin/index.ts'
import { type Bits, bitsOf, emptyBits, hasBit, joined, membersOf } from './bits.ts'
import type { IndexPrice } from './problem.ts'

/**
 * Indexes that are much alike, taken for one: it is as small as the smallest of them and as good as all of them. What
 * no set of such groups can go below, no set of indexes can.
 */
export interface Groups {
  /** By index, its group. */
  readonly of: readonly number[]
  /** By group, its indexes. */
  readonly members: readonly Bits[]
  readonly prices: readonly IndexPrice[]
}

/**
 * B-trees of a table that begin with the same column and are about as large are alike; any other index is a group by
 * itself.
 *
 * @param allowed no other index is in any group
 * @param aboutAsLarge sizes of one group differ by less than this factor
 */
export function groupsOf(
  candidates: readonly SpecCandidate[],
  prices: readonly IndexPrice[],
  allowed: Bits,
  aboutAsLarge: number,
): Groups {
  const numbers = new Map<string, number>()
  const of: number[] = []
  const members: number[][] = []
  candidates.forEach(({ spec: { on, method = 'btree', keys } }, index) => {
    const size = Math.floor(Math.log(Math.max(1, prices[index]?.bytes ?? 1)) / Math.log(aboutAsLarge))
    const alike = method === 'btree' && aboutAsLarge > 1
    const key = JSON.stringify(alike ? [on.schema, on.name, keys[0]?.column, size] : index)
    const group = numbers.get(key) ?? numbers.size
    numbers.set(key, group)
    of.push(group)
    members[group] ??= []
    if (hasBit(allowed, index)) members[group].push(index)
  })
  const least = (group: readonly number[], figure: (price: IndexPrice) => number) =>
    group.reduce(
      (lowest, index) => Math.min(lowest, prices[index] ? figure(prices[index]) : 0),
      Number.POSITIVE_INFINITY,
    )
  return {
    of,
    members: members.map((group) => bitsOf(candidates.length, group)),
    prices: members.map((group) => ({
      bytes: least(group, ({ bytes }) => bytes),
      upkeep: least(group, ({ upkeep }) => upkeep),
    })),
  }
}

/** Every index of some groups. */
export function membersIn({ of, members }: Groups, groups: Bits): Bits {
  return membersOf(groups).reduce((all, group) => joined(all, members[group] ?? all), emptyBits(of.length))
}
