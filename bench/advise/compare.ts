import { advise } from '../../packages/pgwright/src/advise/index.ts'
import type { Snapshot } from '../../packages/pgwright/src/model/index.ts'
import type { SpecCandidate, TwinServer } from '../../packages/pgwright/src/twin/index.ts'
import { autoAdmin } from './baselines/auto-admin.ts'
import { db2Advis } from './baselines/db2advis.ts'
import { dexter } from './baselines/dexter.ts'
import { dta } from './baselines/dta.ts'
import { extend } from './baselines/extend.ts'
import { choiceOfIndexes, choiceOfPlan, type Judged, judge } from './judge.ts'
import { onTwin } from './on-twin.ts'
import type { Baseline } from './problem.ts'
import { type PreparedStatement, prepareStatements } from './statements.ts'

const baselines: readonly Baseline[] = [extend, dta, autoAdmin, db2Advis, dexter]

/** Times the cap. */
const patienceWithExtend = 4

/** A database and what is asked of it. */
export interface Workload {
  readonly name: string
  readonly snapshot: Snapshot
}

export interface CompareOptions {
  readonly budgetBytes: number
  readonly maxWidth: number
  /** Of each baseline but Extend, which gets longer: time is held against its. */
  readonly capMs: number
  /** What the baselines take an index's size for. Default: what the twin does. */
  readonly sizeOf?: (candidate: SpecCandidate) => number
}

export interface Side extends Judged {
  readonly name: string
  readonly whatIfCalls: number
  /** From a snapshot in memory; a twin's making is in it. */
  readonly elapsedMs: number
  readonly capped: boolean
}

/** What pgwright itself says of its advice beside what the judge does. */
export interface Advised extends Side {
  readonly lowerBound: number
  readonly costAfter: number
}

export interface Comparison {
  readonly workload: string
  readonly statements: number
  /** Statements that differ in more than their literals. */
  readonly templates: number
  readonly budgetBytes: number
  /** Without any new index. */
  readonly costBefore: number
  readonly advised: Advised
  /** With the kind and the width of index that the baselines have. */
  readonly restricted: Advised
  readonly baselines: readonly Side[]
}

/** One workload under one budget: what pgwright and every baseline choose, judged alike. */
export async function compare(server: TwinServer, workload: Workload, options: CompareOptions): Promise<Comparison> {
  const { name, snapshot } = workload
  const statements = await onTwin(server, snapshot, (twin) => prepareStatements(twin, snapshot))
  const { cost: costBefore } = await judge(server, snapshot, statements, { create: [], drop: [] })
  const { budgetBytes, maxWidth } = options
  const adviceOf = (more: AdviseOptions) => advised(server, snapshot, statements, { budgetBytes, ...more })
  const free = await adviceOf({})
  const restricted = await adviceOf({ kinds: ['btree'], maxWidth })
  const sides: Side[] = []
  for (const baseline of baselines) sides.push(await sideOf(baseline, server, snapshot, statements, options))
  return {
    workload: name,
    statements: snapshot.workload.statements.length,
    templates: new Set(statements.map(({ fingerprint }) => fingerprint)).size,
    budgetBytes,
    costBefore,
    advised: free,
    restricted,
    baselines: sides,
  }
}

type AdviseOptions = NonNullable<Parameters<typeof advise>[1]>

/** What pgwright advises, judged. */
export async function advised(
  server: TwinServer,
  snapshot: Snapshot,
  statements: readonly PreparedStatement[],
  options: AdviseOptions,
): Promise<Advised> {
  const { plan, whatIfCalls, durationMs, timedOut, lowerBound } = await advise(snapshot, options)
  const judged = await judge(server, snapshot, statements, choiceOfPlan(plan))
  const { costAfter } = plan
  return { name: 'pgwright', ...judged, whatIfCalls, elapsedMs: durationMs, capped: timedOut, lowerBound, costAfter }
}

/** What a baseline chooses, judged. */
export async function sideOf(
  { name, choose }: Baseline,
  server: TwinServer,
  snapshot: Snapshot,
  statements: readonly PreparedStatement[],
  { capMs, sizeOf = ({ sizeBytes }) => sizeBytes, budgetBytes, maxWidth }: CompareOptions,
): Promise<Side> {
  const startedAt = Date.now()
  const { indexes, whatIfCalls, capped, elapsedMs } = await onTwin(server, snapshot, async (twin) => {
    const deadline = Date.now() + capMs * (name === extend.name ? patienceWithExtend : 1)
    const outcome = await choose({ twin, statements, sizeOf, budgetBytes, maxWidth, deadline })
    return { ...outcome, elapsedMs: Date.now() - startedAt }
  })
  const judged = await judge(server, snapshot, statements, choiceOfIndexes(indexes))
  return { name, ...judged, whatIfCalls, elapsedMs, capped }
}
