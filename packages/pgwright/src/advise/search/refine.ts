import { type Bits, clearBit, membersOf } from './bits.ts'
import { readersOf } from './choose.ts'
import { ChosenSet } from './chosen-set.ts'
import type { Problem } from './problem.ts'
import type { StatementPlans } from './statement-plans.ts'

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
/**
 * And a statement may rise by no more than this share of what it costs without any index: a small part of a large gain can
 * be most of what is left.
 */
const toleratedRise = 0.01
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
  const byLoss = set.members.map((index) => ({ index, loss: lossOf(problem, set, index) }))
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
  const tolerated = gain * (problem.budgetBytes === null ? toleratedLoss : unnoticedLoss)
  const instead = smaller.find(
    (other) => set.difference([other], [index]) <= tolerated && hardlyRises(problem, set, index, other),
  )
  if (instead === undefined) return
  set.remove([index])
  set.add([instead])
}

function hardlyRises({ statements }: Problem, set: ChosenSet, index: number, other: number): boolean {
  const trial = set.copy()
  trial.remove([index])
  trial.add([other])
  const none = set.bits.map(() => 0)
  return statements.every((plans) => {
    const rise = plans.atMost(trial.bits) - plans.atMost(set.bits)
    return rise <= toleratedRise * plans.atMost(none)
  })
}

/** What goes with an index: by what the planner answers, which does not always take the cheapest plan that it could. */
function lossOf({ statements, indexes }: Problem, set: ChosenSet, index: number): number {
  const without = set.bits.slice()
  clearBit(without, index)
  const cost = (plans: StatementPlans, bits: Bits) => plans.settled(bits)?.cost ?? plans.atMost(bits)
  const more = statements.reduce((sum, plans) => sum + plans.weight * (cost(plans, without) - cost(plans, set.bits)), 0)
  return more - (indexes[index]?.upkeep ?? 0)
}

function earns(problem: Problem, set: ChosenSet, index: number, nothing: number, minGain: number | null): boolean {
  const { statements } = problem
  const gain = lossOf(problem, set, index)
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
