import { type Gap, PgwrightError, type Plan, planVersion, type Snapshot } from '../model/index.ts'
import { withoutValues } from '../observe/index.ts'
import { normalise } from '../sql/index.ts'
import { Twin } from '../twin/index.ts'
import { type Choice, createChanges, dropChanges } from './changes.ts'
import { CostModel } from './cost-model.ts'
import { Keeping } from './keeping.ts'
import { type PlannedWorkload, planWorkload } from './planned-statement.ts'
import { fillPool, type Pool } from './pool.ts'
import { Selection } from './selection.ts'
import { requireTimes, type WeightBy, weighed } from './weights.ts'
import { workloadCost } from './worth.ts'
import { WriteCosts } from './write-cost.ts'

export interface AdviseOptions {
  /** Of all new indexes together. */
  readonly budgetBytes?: number
  readonly maxIndexes?: number
  readonly timeLimitMs?: number
  /** Calls by default. */
  readonly weightBy?: WeightBy
}

export interface Advice {
  readonly plan: Plan
  /** What the twin lacks of the source. */
  readonly gaps: readonly Gap[]
  /** Each statement with every index that it was offered, or that another statement keeps in the pool. */
  readonly lowerBound: number
  readonly whatIfCalls: number
  /** The time limit ended the search; with more time it might find better. */
  readonly timedOut: boolean
  readonly durationMs: number
}

const defaultTimeLimitMs = 60_000

/**
 * The set of index changes that makes a workload cheapest on the twin, net of what they cost its writes. Every figure
 * in the plan is the planner's estimate until `prove` has measured it.
 *
 * @throws PgwrightError where no twin can be made, and `usage` where it is to be weighed by times that are not known
 */
export async function advise(snapshot: Snapshot, options: AdviseOptions = {}): Promise<Advice> {
  const startedAt = Date.now()
  const deadline = startedAt + (options.timeLimitMs ?? defaultTimeLimitMs)
  const weightBy = options.weightBy ?? 'calls'
  requireTimes(snapshot.workload, weightBy)
  const twin = await Twin.open(snapshot)
  try {
    const planned = await planWorkload(twin, snapshot)
    const statements = weighed(planned.statements, weightBy)
    requirePlanned(planned)
    const model = new CostModel(twin)
    const writes = new WriteCosts(snapshot)
    const keeping = new Keeping(snapshot, writes)
    const pool = await fillPool(twin, model, snapshot, statements, (candidate) => keeping.netBytes(candidate), deadline)
    const search = new Selection(
      { model, statements, candidates: pool.candidates, keeping },
      {
        budgetBytes: options.budgetBytes ?? null,
        maxIndexes: options.maxIndexes ?? null,
        deadline,
      },
    )
    const chosen = await search.search()
    const timedOut = Date.now() > deadline
    const lowerBound = await boundBelow(model, pool)
    const costBefore = await workloadCost(model, statements, new Set())
    const choice = { twin, snapshot, model, statements, writes, chosen, costBefore }
    const plan = await planOf(choice, planned)
    return {
      plan,
      gaps: twin.gaps,
      timedOut,
      lowerBound,
      whatIfCalls: twin.explains,
      durationMs: Date.now() - startedAt,
    }
  } finally {
    await twin.close()
  }
}

/** @throws PgwrightError `empty-workload` where no statement could be planned */
function requirePlanned({ statements, excluded }: PlannedWorkload): void {
  const [first] = excluded
  if (statements.length > 0 || first === undefined) return
  throw new PgwrightError(
    'empty-workload',
    `None of the ${excluded.length} statements of the workload can be planned on this database; the first ${first.reason}.`,
    'Check that the workload belongs to this database.',
  )
}

/** A statement can also gain by an index that was thought of for another one. */
async function boundBelow(model: CostModel, { candidates, leastCosts }: Pool): Promise<number> {
  const all = new Set(candidates.map(({ name }) => name))
  let sum = 0
  for (const [planned, leastCost] of leastCosts) {
    sum += planned.weight * Math.min(leastCost, await model.cost(planned, all))
  }
  return sum
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
      statements: planned.statements.map(({ statement }) => withoutValues(statement)),
      excluded: [
        ...snapshot.workload.excluded,
        ...planned.excluded.map(({ sql, reason }) => ({ sql: normalise(sql), reason })),
      ],
    },
    costBefore,
    costAfter: await workloadCost(model, choice.statements, new Set(chosen.map(({ name }) => name))),
    changes: [...creates.values(), ...drops],
    rejected: [],
    trial: null,
  }
}
