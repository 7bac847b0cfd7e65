import type { Snapshot } from '../model/index.ts'
import type { SpecCandidate, Twin } from '../twin/index.ts'
import { candidateSpecs, equalityPopularity } from './candidate-specs.ts'
import type { CostModel } from './cost-model.ts'
import type { PlannedStatement } from './planned-statement.ts'

/** A plan must be cheaper by this share to be worth its indexes. */
const worthTrying = 0.02

/** What the planner made of all candidates. */
export interface Pool {
  /** Those that are part of some statement's best plan, or of its best plan in less space. */
  readonly candidates: readonly SpecCandidate[]
  /** By statement, its cost with every candidate that it could have. */
  readonly leastCosts: ReadonlyMap<PlannedStatement, number>
}

/**
 * Offers a statement all indexes that could serve it, takes those that its plan uses, then offers only what is
 * smaller than these, and so on: what comes out is the front of cost against size, in a few plans instead of one for
 * each candidate. The rest is taken off the twin. Statements that the deadline leaves no time for get no candidates.
 *
 * @param deadline as `Date.now()` counts
 */
export async function fillPool(
  twin: Twin,
  model: CostModel,
  snapshot: Snapshot,
  statements: readonly PlannedStatement[],
  netBytes: (candidate: SpecCandidate) => number,
  deadline: number,
): Promise<Pool> {
  const popularity = equalityPopularity(statements)
  const pool = new Set<SpecCandidate>()
  const leastCosts = new Map<PlannedStatement, number>()
  for (const statement of statements) {
    leastCosts.set(statement, statement.plan['Total Cost'])
    if (Date.now() > deadline) continue
    const offered = await twin.addIndexes(candidateSpecs(statement, snapshot, popularity))
    model.learn(offered)
    const { used, leastCost } = await front(model, statement, offered, netBytes)
    for (const candidate of used) pool.add(candidate)
    leastCosts.set(statement, leastCost)
    await twin.removeIndexes(offered.filter((candidate) => !pool.has(candidate)))
  }
  return { candidates: [...pool], leastCosts }
}

async function front(
  model: CostModel,
  statement: PlannedStatement,
  candidates: readonly SpecCandidate[],
  netBytes: (candidate: SpecCandidate) => number,
) {
  const base = await model.cost(statement, new Set())
  const used = new Set<SpecCandidate>()
  let leastCost = base
  for (let offered = [...candidates]; offered.length > 0; ) {
    const names = new Set(offered.map(({ name }) => name))
    const cost = await model.cost(statement, names)
    leastCost = Math.min(leastCost, cost)
    if (cost > base * (1 - worthTrying)) break
    const chosen = await model.used(statement, names)
    const taken = offered.filter(({ name }) => chosen.has(name))
    for (const candidate of taken) used.add(candidate)
    offered = offered.filter((candidate) => !taken.some((other) => replaces(other, candidate, netBytes)))
  }
  return { used, leastCost }
}

/** A candidate of the same table that is no smaller has nothing to offer once the other was taken. */
function replaces(taken: SpecCandidate, other: SpecCandidate, netBytes: (candidate: SpecCandidate) => number): boolean {
  const sameTable = taken.spec.on.schema === other.spec.on.schema && taken.spec.on.name === other.spec.on.name
  return taken === other || (sameTable && netBytes(other) >= netBytes(taken))
}
