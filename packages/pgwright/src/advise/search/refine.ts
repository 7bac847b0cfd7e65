import { membersOf } from './bits.ts'
import { readersOf } from './choose.ts'
import { ChosenSet } from './chosen-set.ts'
import type { Problem } from './problem.ts'

/**
 * An index earns its place when it saves this share of the workload's cost, or this share of what is left of it, or when
 * it halves a statement that makes up this share of the calls.
 */
export const usualGain = { cost: 0.001, rest: 0.002, calls: 0.01 } as const
/**
 * Where space is not limited, a smaller index is taken instead when it keeps all but this share of the gain: the last
 * part is mostly pages of the table that need not be read, which the planner takes to be on disk and which often are in
 * memory.
 */
const toleratedLoss = 0.05
/** Where space is limited, this much is nothing either: the planner's estimates are not that good. */
const unnoticedLoss = 0.002
const aboutAsLarge = 1.02

/**
 * What a careful person would still change about a set: indexes that save next to nothing go, and where nobody said how
 * much space there is, smaller ones come in the place of larger that gain hardly more.
 *
 * @param tableOf indexes of one table have the same
 * @param minGain the share of the workload's cost that an index has to save, where somebody said so
 */
export function refine(
  problem: Problem,
  chosen: readonly number[],
  tableOf: (index: number) => string,
  minGain: number | null = null,
): number[] {
  const set = new ChosenSet(problem, readersOf(problem), chosen)
  const nothing = new ChosenSet(problem, readersOf(problem)).total
  const used = new Set(problem.statements.flatMap(({ known }) => known.flatMap((plan) => membersOf(plan.used))))
  for (const index of set.members) {
    const alike = [...used].filter((other) => other !== index && tableOf(other) === tableOf(index))
    takeSmaller(problem, set, index, alike)
  }
  const byLoss = set.members.map((index) => ({ index, loss: set.difference([], [index]) }))
  for (const { index } of byLoss.sort((a, b) => a.loss - b.loss || a.index - b.index))
    if (!earns(problem, set, index, nothing, minGain)) set.remove([index])
  return set.members
}

/** @param others that some plan uses, of the same table */
function takeSmaller(problem: Problem, set: ChosenSet, index: number, others: readonly number[]): void {
  const bytes = (one: number) => problem.indexes[one]?.bytes ?? 0
  const gain = set.difference([], [index])
  // Of two about as large the lower number is the one whose columns stand in the more usual order.
  const comesFirst = (other: number) =>
    bytes(other) < bytes(index) || (bytes(other) <= bytes(index) * aboutAsLarge && other < index)
  const smaller = others
    .filter((other) => !set.has(other) && comesFirst(other))
    .sort((a, b) => bytes(a) - bytes(b) || a - b)
  const instead = smaller.find(
    (other) =>
      set.difference([other], [index]) <= gain * (problem.budgetBytes === null ? toleratedLoss : unnoticedLoss),
  )
  if (instead === undefined) return
  set.remove([index])
  set.add([instead])
}

function earns(
  { statements }: Problem,
  set: ChosenSet,
  index: number,
  nothing: number,
  minGain: number | null,
): boolean {
  const gain = set.difference([], [index])
  if (gain <= 0) return false
  if (minGain !== null) return gain >= nothing * minGain
  if (gain >= nothing * usualGain.cost || gain >= set.total * usualGain.rest) return true
  const calls = statements.reduce((sum, { weight }) => sum + weight, 0)
  const without = set.copy()
  without.remove([index])
  return statements.some(
    (plans) => plans.weight >= calls * usualGain.calls && plans.atMost(set.bits) <= plans.atMost(without.bits) / 2,
  )
}
