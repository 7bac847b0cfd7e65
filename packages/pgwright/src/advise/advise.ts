import { type Gap, type Plan, planVersion, type Snapshot } from '../model/index.ts'
import { normalise } from '../sql/index.ts'
import { blockSize, type Candidate, Twin } from '../twin/index.ts'
import { candidateSpecs, equalityPopularity } from './candidate-specs.ts'
import { type Choice, createChanges, dropChanges } from './changes.ts'
import { CostModel } from './cost-model.ts'
import { type PlannedStatement, type PlannedWorkload, planWorkload } from './planned-statement.ts'
import { coveredIndexes } from './redundant.ts'
import { Selection } from './selection.ts'
import { workloadCost } from './worth.ts'
import { WriteCosts } from './write-cost.ts'

export interface AdviseOptions {
  /** Of all new indexes together. */
  readonly budgetBytes?: number
  readonly maxIndexes?: number
  readonly timeLimitMs?: number
}

export interface Advice {
  readonly plan: Plan
  /** What the twin lacks of the source. */
  readonly gaps: readonly Gap[]
  /** What no set of the candidates that were looked at could go below: each statement with all of them. */
  readonly lowerBound: number
  readonly whatIfCalls: number
  readonly durationMs: number
}

const defaultTimeLimitMs = 60_000

/**
 * The set of index changes that makes a workload cheapest on the twin, net of what they cost its writes. Every figure
 * in the plan is the planner's estimate until `prove` has measured it.
 *
 * @throws PgwrightError where no twin can be made
 */
export async function advise(snapshot: Snapshot, options: AdviseOptions = {}): Promise<Advice> {
  const startedAt = Date.now()
  const twin = await Twin.open(snapshot)
  try {
    const planned = await planWorkload(twin, snapshot)
    const candidatesOf = await addCandidates(twin, snapshot, planned.statements)
    const candidates = [...new Set([...candidatesOf.values()].flat())]
    const model = new CostModel(twin, candidates)
    const writes = new WriteCosts(snapshot)
    const search = new Selection(
      {
        model,
        statements: planned.statements,
        candidatesOf,
        ...keeping(candidates, snapshot, writes),
      },
      {
        budgetBytes: options.budgetBytes ?? null,
        maxIndexes: options.maxIndexes ?? null,
        deadline: startedAt + (options.timeLimitMs ?? defaultTimeLimitMs),
      },
    )
    const chosen = await search.search()
    const lowerBound = await workloadCost(model, planned.statements, new Set(candidates.map(({ name }) => name)))
    const costBefore = await workloadCost(model, planned.statements, new Set())
    const choice = { twin, snapshot, model, statements: planned.statements, writes, chosen, costBefore }
    const plan = await planOf(choice, planned)
    return { plan, gaps: twin.gaps, lowerBound, whatIfCalls: twin.explains, durationMs: Date.now() - startedAt }
  } finally {
    await twin.close()
  }
}

async function addCandidates(twin: Twin, snapshot: Snapshot, statements: readonly PlannedStatement[]) {
  const popularity = equalityPopularity(statements)
  const candidatesOf = new Map<PlannedStatement, readonly Candidate[]>()
  for (const statement of statements) {
    candidatesOf.set(statement, await twin.addIndexes(candidateSpecs(statement, snapshot, popularity)))
  }
  return candidatesOf
}

/** What keeping each candidate costs, in writes and in bytes, less what goes with the indexes it makes redundant. */
function keeping(candidates: readonly Candidate[], snapshot: Snapshot, writes: WriteCosts) {
  const upkeep = new Map<string, number>()
  const netBytes = new Map<string, number>()
  for (const candidate of candidates) {
    const covered = coveredIndexes(candidate, snapshot)
    const saved = covered.reduce((sum, index) => sum + writes.ofIndex(index), 0)
    const freed = covered.reduce((sum, index) => sum + index.size.blocks * blockSize, 0)
    upkeep.set(candidate.name, writes.of(candidate.spec, candidate.size.height) - saved)
    netBytes.set(candidate.name, candidate.sizeBytes - freed)
  }
  return { upkeep, netBytes }
}

async function planOf(choice: Choice, planned: PlannedWorkload): Promise<Plan> {
  const { snapshot, model, chosen, costBefore } = choice
  const creates = await createChanges(choice)
  const drops = await dropChanges(choice, creates)
  return {
    format: 'pgwright-plan',
    schemaVersion: planVersion,
    createdAt: new Date().toISOString(),
    source: { database: snapshot.database.name, serverVersion: snapshot.server.version },
    workload: {
      source: snapshot.workload.source,
      // Queries from files come with literals, which a plan, being committed to git, is not to hold.
      statements: planned.statements.map(({ statement }) => ({ ...statement, sql: normalise(statement.sql) })),
      excluded: [...snapshot.workload.excluded, ...planned.excluded].map((excluded) => ({
        ...excluded,
        sql: normalise(excluded.sql),
      })),
    },
    costBefore,
    costAfter: await workloadCost(model, planned.statements, new Set(chosen.map(({ name }) => name))),
    changes: [...creates.values(), ...drops],
    rejected: [],
    trial: null,
  }
}
