import { describe, expect, test } from 'vitest'
import { randomSource } from '../../model/index.ts'
import type { SpecCandidate } from '../../twin/index.ts'
import { type Bits, bitsOf, hasBit, isWithin, membersOf } from './bits.ts'
import { Branches } from './branch.ts'
import { chooseSet } from './choose.ts'
import { groupsOf } from './groups.ts'
import { pack } from './knapsack.ts'
import { type Problem, totalOf } from './problem.ts'
import { StatementPlans } from './statement-plans.ts'

const size = 8
const all = Array.from({ length: 2 ** size }, (_, set) =>
  bitsOf(
    size,
    [...Array(size).keys()].filter((i) => set & (1 << i)),
  ),
)

/** A statement as a planner would see it: some plans, each with its indexes, of which the cheapest is taken. */
function planner(random: () => number) {
  const plans = Array.from({ length: 6 }, () => {
    const used = bitsOf(
      size,
      [...Array(size).keys()].filter(() => random() < 0.3),
    )
    return { used, cost: 1000 * random() ** 2 + 5 }
  })
  plans.push({ used: bitsOf(size, []), cost: 1000 })
  return (shown: Bits) =>
    plans.filter(({ used }) => isWithin(used, shown)).reduce((best, plan) => (plan.cost < best.cost ? plan : best))
}

function problemOf(seed: number, asked: readonly Bits[]) {
  const random = randomSource(seed)
  const planners = Array.from({ length: 5 }, () => planner(random))
  const indexes = Array.from({ length: size }, () => ({ bytes: 10 + random() * 90, upkeep: random() * 30 }))
  const statements = planners.map((plan) => {
    const plans = new StatementPlans(1 + random() * 3, bitsOf(size, [...Array(size).keys()]))
    for (const shown of asked) plans.add({ shown, ...plan(shown) })
    return plans
  })
  const problem: Problem = { statements, indexes, budgetBytes: 150, maxIndexes: null }
  const truth = (set: Bits) =>
    statements.reduce((sum, { weight }, i) => sum + weight * (planners[i]?.(set).cost ?? 0), 0) +
    membersOf(set).reduce((sum, index) => sum + (indexes[index]?.upkeep ?? 0), 0)
  const fits = (set: Bits) => membersOf(set).reduce((sum, index) => sum + (indexes[index]?.bytes ?? 0), 0) <= 150
  return { problem, best: Math.min(...all.filter(fits).map(truth)) }
}

const nothing = bitsOf(size, [])
const everything = bitsOf(size, [...Array(size).keys()])
const seeds = Array.from({ length: 30 }, (_, seed) => seed)
const candidatesOf = (columns: number) =>
  Array.from({ length: size }, (_, i) => {
    const spec = { on: { schema: 's', name: 't' }, keys: [{ column: `c${i % columns}`, descending: false }] }
    return { spec } as unknown as SpecCandidate
  })
const alike = candidatesOf(3)
const different = candidatesOf(size)

describe('a set of indexes', () => {
  test('is the best or next to it where every answer of the planner is known, and within the budget', () => {
    const ratios = seeds.map((seed) => {
      const { problem, best } = problemOf(seed, all)
      const chosen = chooseSet(problem)
      expect(chosen.reduce((sum, index) => sum + (problem.indexes[index]?.bytes ?? 0), 0)).toBeLessThanOrEqual(150)
      return totalOf(problem, chosen) / best
    })
    expect(Math.max(...ratios)).toBeLessThan(1.05)
    expect(ratios.filter((ratio) => ratio < 1.0001).length).toBeGreaterThan(25)
  })

  test('is chosen within a number of indexes too', () => {
    const { problem } = problemOf(3, all)
    expect(chooseSet({ ...problem, budgetBytes: null, maxIndexes: 2 }).length).toBeLessThanOrEqual(2)
  })
})

describe('the lower bound', () => {
  test.each([
    ['little', [nothing, everything]],
    ['much', [nothing, everything, ...all.filter((set) => hasBit(set, 0) !== hasBit(set, 3))]],
    ['all', all],
  ])('is never above the best set, whatever is known: %s', (_, asked) => {
    for (const seed of seeds) {
      const { problem, best } = problemOf(seed, asked)
      const reached = totalOf(problem, chooseSet(problem))
      const groups = groupsOf(alike, problem.indexes, everything, 1.6)
      const branches = new Branches(problem, groups, reached)
      for (let step = 0; step < 20 && branches.split(reached); step++);
      expect(branches.bound(reached).total).toBeLessThanOrEqual(best + 1e-6)
      expect(branches.bound(reached).costs).toBeLessThanOrEqual(best + 1e-6)
    }
  })

  test('is within a tenth of the best set mostly, where all is known and no indexes are alike', () => {
    const near = seeds.filter((seed) => {
      const { problem, best } = problemOf(seed, all)
      const branches = new Branches(problem, groupsOf(different, problem.indexes, everything, 1.6), best)
      for (let step = 0; step < 40 && branches.split(best); step++);
      return branches.bound(best).total > best * 0.9
    })
    expect(near.length).toBeGreaterThan(20)
  })
})

test('a plan bounds what it was shown less for, and settles what has all that it uses', () => {
  const plans = new StatementPlans(1, everything)
  plans.add({ shown: everything, used: bitsOf(size, [1, 2]), cost: 10 })
  plans.add({ shown: nothing, used: nothing, cost: 90 })
  expect([plans.atLeast(bitsOf(size, [1])), plans.atMost(bitsOf(size, [1]))]).toEqual([10, 90])
  expect([plans.atLeast(bitsOf(size, [1, 2, 5])), plans.atMost(bitsOf(size, [1, 2, 5]))]).toEqual([10, 10])
})

test('items are packed so that no other choice gains more', () => {
  for (const seed of seeds) {
    const random = randomSource(seed)
    const items = Array.from({ length: size }, (_, index) => ({ index, bytes: 1 + random() * 9, gain: 1 + random() }))
    const sum = (set: Bits, of: 'bytes' | 'gain') =>
      items.reduce((s, item) => s + (hasBit(set, item.index) ? item[of] : 0), 0)
    const best = Math.max(...all.filter((set) => sum(set, 'bytes') <= 20).map((set) => sum(set, 'gain')))
    expect(pack(items, 20).gain).toBeCloseTo(best)
  }
})
