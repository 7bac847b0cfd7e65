import { membersOf } from './bits.ts'
import { ChosenSet } from './chosen-set.ts'
import type { Problem } from './problem.ts'

/** How hard a set is improved: bundles that are tried in the place of others, those that could gain most first. */
interface Effort {
  readonly bundles: number
  readonly passes: number
}

const thorough: Effort = { bundles: 200, passes: 8 }
/** For a set that was improved before, and of which little has become known since. */
const brief: Effort = { bundles: 25, passes: 2 }

/**
 * The best set that is found by the plans that are known: built up by gain to a byte, built up by gain, and cut down
 * from what each statement would like best; each then improved by exchanges. What one plan uses together is added
 * together, since an index that pays only beside another is worth nothing alone.
 *
 * Deterministic: ties go to the lower number.
 */
export function chooseSet(problem: Problem): number[] {
  const readers = readersOf(problem)
  const bundles = bundlesOf(problem)
  const starts = [
    grow(new ChosenSet(problem, readers), problem, bundles, (gain, bytes) => gain / bytes),
    shrink(new ChosenSet(problem, readers, favourites(problem)), problem),
    ...(problem.budgetBytes === null ? [] : [grow(new ChosenSet(problem, readers), problem, bundles, (gain) => gain)]),
  ]
  const found = starts.map((start) => improve(start, problem, bundles, thorough))
  const best = found.reduce((best, set) => (set.total < best.total ? set : best))
  return forced(best, problem, bundles).members
}

/** Bundles that are forced into a set. */
const mostForced = 12

/** A set that no exchange makes better can still be improved by one that makes it worse at first, and others after it. */
function forced(start: ChosenSet, problem: Problem, bundles: readonly Bundle[]): ChosenSet {
  let best = start
  for (const { missing } of wantedBy(start, problem, bundles).slice(0, mostForced)) {
    const set = best.copy()
    const place = makePlace(set, problem, missing)
    if (place === null || missing.some((index) => set.has(index))) continue
    set.remove(place)
    set.add(missing)
    const found = improve(set, problem, bundles, brief)
    if (found.total < best.total) best = found
  }
  return best
}

/** The set again, improved by exchanges with what has become known since. */
export function improveSet(problem: Problem, chosen: readonly number[]): number[] {
  const set = shrink(new ChosenSet(problem, readersOf(problem), chosen), problem)
  return improve(set, problem, bundlesOf(problem), brief).members
}

/** The sets that one exchange makes of another, whatever they cost. */
export function neighboursOf(problem: Problem, chosen: readonly number[]): number[][] {
  const set = new ChosenSet(problem, readersOf(problem), chosen)
  const losses = lossesOf(set, problem)
  return bundlesOf(problem).flatMap((bundle) => {
    const missing = bundle.filter((index) => !set.has(index))
    const place = missing.length === 0 ? null : makePlace(set, problem, missing, losses)
    return place === null ? [] : [[...chosen.filter((index) => !place.includes(index)), ...missing]]
  })
}

/** Lazy greedy: a gain mostly shrinks as the set grows, so old gains are bounds, and few are taken anew. */
function grow(
  set: ChosenSet,
  problem: Problem,
  bundles: readonly Bundle[],
  score: (gain: number, bytes: number) => number,
): ChosenSet {
  const waiting = new Map(bundles.map((bundle) => [bundle, Number.POSITIVE_INFINITY]))
  while (waiting.size > 0) {
    const [bundle, bound] = largest(waiting)
    if (bundle === null || bound <= 0) break
    const missing = bundle.filter((index) => !set.has(index))
    if (missing.length === 0 || !set.fits(missing)) {
      waiting.delete(bundle)
      continue
    }
    const now = score(-set.difference(missing), Math.max(1, bytesOf(missing, problem)))
    waiting.set(bundle, now)
    if (now > 0 && now >= largest(waiting)[1]) {
      set.add(missing)
      waiting.delete(bundle)
    }
  }
  return set
}

/** What one plan uses. */
type Bundle = readonly number[]

/** By index: the statements that have a plan with it. */
export function readersOf({ statements, indexes }: Problem): number[][] {
  const readers = indexes.map((): number[] => [])
  statements.forEach(({ known }, statement) => {
    for (const index of new Set(known.flatMap(({ used }) => membersOf(used)))) readers[index]?.push(statement)
  })
  return readers
}

function bundlesOf({ statements }: Problem): Bundle[] {
  const bundles = new Map<string, Bundle>()
  for (const { known } of statements) {
    for (const { used } of known) {
      const members = membersOf(used)
      if (members.length > 0) bundles.set(members.join(), members)
      if (members.length > 1) for (const member of members) bundles.set(String(member), [member])
    }
  }
  return [...bundles.values()]
}

/** What the cheapest plan of each statement uses. */
function favourites({ statements }: Problem): Set<number> {
  return new Set(statements.flatMap(({ known }) => (known[0] === undefined ? [] : membersOf(known[0].used))))
}

/** Takes away what is missed least, by the byte where there are too many of them, until all limits are kept. */
function shrink(set: ChosenSet, problem: Problem): ChosenSet {
  while (!set.fits()) {
    const over = problem.budgetBytes !== null && set.bytes > problem.budgetBytes
    const [least] = set.members
      .map((index) => ({ index, loss: set.difference([], [index]) / (over ? bytesOf([index], problem) : 1) }))
      .sort((a, b) => a.loss - b.loss || a.index - b.index)
    if (least === undefined) break
    set.remove([least.index])
  }
  return set
}

function improve(set: ChosenSet, problem: Problem, bundles: readonly Bundle[], effort: Effort): ChosenSet {
  for (let pass = 0; pass < effort.passes; pass++) {
    const before = set.total
    for (const index of set.members) if (set.difference([], [index]) <= 0) set.remove([index])
    exchange(set, problem, bundles, effort.bundles)
    if (set.total >= before * (1 - 1e-9)) break
  }
  return set
}

function exchange(set: ChosenSet, problem: Problem, bundles: readonly Bundle[], most: number): void {
  let losses = lossesOf(set, problem)
  for (const { missing } of wantedBy(set, problem, bundles).slice(0, most)) {
    if (missing.some((index) => set.has(index))) continue
    const place = makePlace(set, problem, missing, losses)
    if (place === null || set.difference(missing, place) >= -1e-9 * set.total) continue
    set.remove(place)
    set.add(missing)
    losses = lossesOf(set, problem)
  }
}

/** By member, what is lost for each byte that its going frees. */
type Losses = ReadonlyMap<number, number>

function lossesOf(set: ChosenSet, problem: Problem): Losses {
  return new Map(set.members.map((index) => [index, lossOf(set, problem, index)]))
}

function lossOf(set: ChosenSet, problem: Problem, index: number): number {
  return set.difference([], [index]) / Math.max(1, bytesOf([index], problem))
}

/** What bundles would add to a set if there were space, the most first. */
function wantedBy(set: ChosenSet, problem: Problem, bundles: readonly Bundle[]) {
  return bundles
    .map((bundle) => bundle.filter((index) => !set.has(index)))
    .filter((missing) => missing.length > 0 && bytesOf(missing, problem) <= (problem.budgetBytes ?? Infinity))
    .map((missing) => ({ missing, gain: -set.difference(missing) }))
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain)
}

/**
 * What would have to go for others to fit: what is missed least by the byte once these are there. Null: they never fit.
 *
 * @param losses of the members as long as the others are not there
 */
function makePlace(
  set: ChosenSet,
  problem: Problem,
  missing: readonly number[],
  losses: Losses = lossesOf(set, problem),
): number[] | null {
  if (set.fits(missing)) return redundantBeside(set, missing)
  const trial = set.copy()
  trial.add(missing)
  const beside = trial.beside(missing)
  const waiting = new Map(losses)
  for (const index of waiting.keys()) if (beside.has(index)) waiting.set(index, lossOf(trial, problem, index))
  const place: number[] = []
  while (!trial.fits()) {
    const [least, second] = twoLeast(waiting)
    if (least === null) return null
    // As others go it is missed more: a loss that was worked out before is a bound.
    const now = lossOf(trial, problem, least)
    waiting.set(least, now)
    if (now > second) continue
    waiting.delete(least)
    trial.remove([least])
    place.push(least)
  }
  return place
}

/** The member that is missed least, and how much the next one is. */
function twoLeast(losses: Losses): [number | null, number] {
  let [least, lowest, second]: [number | null, number, number] = [
    null,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]
  for (const [index, loss] of losses) {
    if (loss < lowest || least === null) [least, lowest, second] = [index, loss, lowest]
    else if (loss < second) second = loss
  }
  return [least, second]
}

/** Members that cost their upkeep for nothing beside the new ones. */
function redundantBeside(set: ChosenSet, missing: readonly number[]): number[] {
  return set.members.filter((index) => set.difference(missing, [index]) < set.difference(missing)).slice(0, 1)
}

function bytesOf(indexes: readonly number[], { indexes: all }: Problem): number {
  return indexes.reduce((sum, index) => sum + (all[index]?.bytes ?? 0), 0)
}

function largest(waiting: ReadonlyMap<Bundle, number>): [Bundle | null, number] {
  let best: [Bundle | null, number] = [null, Number.NEGATIVE_INFINITY]
  for (const entry of waiting) if (entry[1] > best[1]) best = entry
  return best
}
