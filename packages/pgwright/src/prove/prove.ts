import type { Client } from 'pg'
import { type Change, PgwrightError, type Plan, randomSource } from '../model/index.ts'
import { toPgwrightError } from '../postgres/index.ts'
import { Bench } from './bench.ts'
import { ColdRuns } from './cold.ts'
import { NotRun } from './not-run.ts'
import { prepareStatements } from './prepare-statements.ts'
import { refreshStatistics } from './refresh-statistics.ts'
import { prepareTarget } from './target.ts'
import { dropTrialIndexes, makeTrialIndex, type TrialIndex } from './trial-index.ts'
import { isIndexed, tryPlan } from './try-plan.ts'

export interface ProveOptions {
  /** How often a statement is run on each side; slow ones are run less often, unclear ones more; at least six times where that is soon done. Default: 9. */
  readonly repeats?: number
  /**
   * How sure a gain must be to count, from 0.5 to below 1, by the sign test over the pairs of runs. Without it every gain
   * counts that is clear: three of four pairs agree.
   */
  readonly confidence?: number
  /** Also run each statement right after its tables were taken out of shared buffers, where the target lets us. */
  readonly cold?: boolean
  /** Server and database, for people; no password. */
  readonly describeTarget: string
  readonly onProgress?: (done: number, total: number, what: string) => void
  /** The same seed draws the same values and the same order. Default: 1. */
  readonly seed?: number
  /** Ends the trial before its next step; what it built is dropped. */
  readonly signal?: AbortSignal
}

/**
 * Tries a plan on real data and writes trials into it: its indexes are built under names of their own, the workload's
 * reading statements are run with and without each change and with and without all of them, in turn, and everything
 * is taken back. What does not pay is moved to `rejected`.
 *
 * The target must be a copy of the database or a staging server, never production: while a statement is measured,
 * the tables that it reads are locked against everyone else (ACCESS EXCLUSIVE), and building an index locks its table
 * against writes.
 *
 * Where two sides have the same plan for a statement, they do the same work: it is measured once, and both sides of
 * its trial show that measurement. `sameResult` compares the rows regardless of their order, and only their number
 * where the order of reading may decide which they are (`LIMIT`, `DISTINCT ON`, windows, lists without an order).
 *
 * @param connect opens a session that may write, as the owner of the plan's tables
 * @returns a new plan
 * @throws PgwrightError `usage` where tables of the plan are missing, `permission` where the role may not build
 * indexes on them, `busy` where another trial is under way or a lock is held too long
 */
export async function prove(connect: () => Promise<Client>, plan: Plan, options: ProveOptions): Promise<Plan> {
  try {
    const client = await connect()
    try {
      await prepareTarget(client, plan)
      return await withCleanTarget(client, connect, () => run(client, plan, options))
    } finally {
      await client.end().catch(() => {})
    }
  } catch (error) {
    throw toPgwrightError(error, `trying the plan on ${options.describeTarget}`)
  }
}

/** Nothing that a trial builds is left, whatever ends it, and nothing that a killed one left is in its way. */
async function withCleanTarget(client: Client, connect: () => Promise<Client>, work: () => Promise<Plan>) {
  await dropTrialIndexes(client)
  try {
    return await work()
  } finally {
    await dropTrialIndexes(client).catch(() => dropOnNewSession(connect))
  }
}

/** The trial's own session is lost; what lost it is the error to tell, so that this one stays silent. */
async function dropOnNewSession(connect: () => Promise<Client>): Promise<void> {
  try {
    const client = await connect()
    await dropTrialIndexes(client).finally(() => client.end())
  } catch {
    // The next trial drops what is left.
  }
}

async function run(client: Client, plan: Plan, options: ProveOptions): Promise<Plan> {
  const { repeats = 9, confidence = 0, seed = 1, describeTarget } = options
  const step = progress(plan, options)
  const indexes = new Map<Change, TrialIndex>()
  const impossible = new Map<Change, string>()
  for (const change of plan.changes.filter(isIndexed)) {
    step(`building an index on ${change.table}`)
    const index = await makeTrialIndex(client, change)
    if (index instanceof NotRun) impossible.set(change, index.message)
    else indexes.set(change, index)
  }
  // After building: of a new index's expressions there are statistics only then.
  step('analysing its tables')
  await refreshStatistics(client, plan)
  step('drawing values from rows')
  const prepared = await prepareStatements(client, plan.workload.statements, seed)
  const random = randomSource(seed)
  const cold = options.cold === true ? await ColdRuns.open(client) : null
  const bench = new Bench(client, prepared, indexes, { repeats, confidence, cold, random, seed, describeTarget })
  return tryPlan(bench, plan, { impossible, step })
}

/** Called before each step: one for each index, change and statement, and two for statistics and values. */
function progress({ changes, workload }: Plan, { onProgress, signal }: ProveOptions): (what: string) => void {
  const total = changes.length + changes.filter(isIndexed).length + 2 + workload.statements.length
  let done = 0
  return (what) => {
    if (signal?.aborted) {
      throw new PgwrightError('cancelled', 'The trial was stopped.', 'Run it again: nothing of it is left behind.')
    }
    onProgress?.(done++, total, what)
  }
}
