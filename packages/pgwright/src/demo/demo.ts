import { advise } from '../advise/index.ts'
import { applyPlan } from '../apply/index.ts'
import type { Change, DemoQuery, DemoResult, Plan, Snapshot } from '../model/index.ts'
import { connectWriter, parseTarget } from '../postgres/index.ts'
import { prove } from '../prove/index.ts'
import { judgeBenchmarks, measureForm, naiveCalls } from './benchmark-runs.ts'
import { catalogText, columnsOf } from './catalog-text.ts'
import { type DemoDatabase, openDemoDatabase } from './database.ts'
import { declaredChanges } from './declared-changes.ts'
import { gateContext } from './gate-context.ts'
import { observeService } from './observe-service.ts'
import { seededRandom } from './random.ts'
import { holdTimeoutMs, rollbackGate } from './rollback-gate.ts'
import { openSessions } from './session.ts'
import { Stages } from './stages.ts'
import type { DemoProgress, Stand } from './stand.ts'
import type { Connection, NaiveCalls, Scale, System } from './system.ts'

export interface DemoOptions {
  readonly scale: Scale
  /** The server and the improved database stay when the demo is over. */
  readonly keep: boolean
  /** Where the server is to listen on 127.0.0.1. */
  readonly port?: number
  readonly onProgress: DemoProgress
  readonly signal?: AbortSignal
}

export interface Demo {
  readonly result: DemoResult
  /** Where to find what was kept; null where nothing was. */
  readonly kept: Kept | null
}

export interface Kept {
  /** Of the owner, without the password. */
  readonly url: string
  /** A `PGPASSFILE` that has it. */
  readonly passwordFile: string
  /** SIGINT ends the server and removes its data. */
  readonly processId: number
}

/**
 * Does pgwright's whole job on a reference system: builds it, runs its naive service and then the improved one,
 * observes what that asks of the database, advises, proves, applies and measures again. Every figure in the result is
 * this run's.
 *
 * @throws PgwrightError where no server can be had, or the disk is full
 */
export async function runDemo(system: System, options: DemoOptions): Promise<Demo> {
  const { scale, keep, port, onProgress, signal } = options
  const startedAt = performance.now()
  const stages = new Stages(onProgress, signal)
  const dimensions = system.scales[scale]
  const database = await stages.run('build', () =>
    openDemoDatabase(system, scale, { keep, ...(port === undefined ? {} : { port }), progress: onProgress }),
  )
  try {
    const target = parseTarget(database.ownerUrl)
    const stand: Stand = { system, dimensions, database, target, progress: onProgress, applied: new Set() }
    const worked = await work(stand, stages, options)
    const { snapshot, plan, queries, gates, indexes } = worked
    const result: DemoResult = {
      schemaVersion: 1,
      system: system.name,
      scale,
      server: `PostgreSQL ${snapshot.server.version}`,
      rows: snapshot.relations.reduce((sum, { size }) => sum + Math.max(0, size.tuples), 0),
      queries,
      ...planPart(plan),
      gates,
      indexes,
      stages: stages.times,
      durationMs: performance.now() - startedAt,
    }
    return { result, kept: keep ? keptOf(database) : null }
  } finally {
    await database.close()
  }
}

function keptOf({ ownerUrl, passwordFile, server }: DemoDatabase): Kept {
  const url = new URL(ownerUrl)
  url.password = ''
  return { url: url.href, passwordFile, processId: server.processId }
}

interface Worked {
  readonly snapshot: Snapshot
  readonly plan: Plan
  readonly queries: DemoQuery[]
  readonly gates: DemoResult['gates']
  readonly indexes: DemoResult['indexes']
}

/** At small scale there is too little data for verdicts to mean much, and the demo is for a first look. */
const repeatsAtSmallScale = 5
const usualRepeats = 9

/** The trip through the house: observe → advise → prove → apply, with the service measured at each end. */
async function work(stand: Stand, stages: Stages, { keep, scale }: DemoOptions): Promise<Worked> {
  const { system, target, database, progress } = stand
  const connect = () => connectWriter(target)
  const naive = await stages.run('naive service', () => measureForm(stand, 'naive'))
  const codeOnly = await stages.run('improved service', () => measureForm(stand, 'improved'))
  const snapshot = await stages.run('observe', () => observeService(stand))
  const beforeBytes = await indexBytes(database.owner)
  const catalogBefore = await catalogText(database.owner)
  const columnsBefore = await columnsOf(database.owner)
  const advice = await stages.run('advise', () => advise(snapshot))
  const wanted = { ...advice.plan, changes: [...advice.plan.changes, ...declaredChanges(system)] }
  const plan = await stages.run('prove', () =>
    prove(connect, wanted, {
      describeTarget: target.describe,
      repeats: scale === 'small' ? repeatsAtSmallScale : usualRepeats,
      onProgress: (done, total, what) => progress(`prove: ${what}`, done / total),
    }),
  )
  const run = await stages.run('apply', () => applyPlan(connect, plan, { holdTimeoutMs }))
  for (const { id } of plan.changes) stand.applied.add(id)
  // What the builds have written goes to disk now, and not while the service is measured.
  await database.owner.query('checkpoint')
  const improved = await stages.run('improved database', () => measureForm(stand, 'improved'))
  const queries = await judgeBenchmarks(stand, naive, codeOnly, improved)
  const afterBytes = await indexBytes(database.owner)
  const gates = await stages.run('gates', () => measureGates(stand, naiveCalls(naive)))
  const rollback = await stages.run('roll back', () =>
    rollbackGate(stand, { catalog: catalogBefore, columns: columnsBefore }, run, keep ? plan : null),
  )
  return { snapshot, plan, queries, gates: [...gates, rollback], indexes: { beforeBytes, afterBytes } }
}

async function measureGates(
  { system, dimensions, database, progress, applied }: Stand,
  naive: readonly NaiveCalls[],
): Promise<DemoResult['gates']> {
  const { owner, service, serviceUrl } = database
  const sessions = { owner, service, pool: (size: number) => openSessions(serviceUrl, size) }
  const context = gateContext({ system, dimensions, random: seededRandom(2), applied, naiveCalls: naive }, sessions)
  const results: DemoResult['gates'] = []
  for (const [position, { id, title, claim, measure }] of system.gates.entries()) {
    progress(`gates: ${title}`, position / system.gates.length)
    const { measured, met, figures = [] } = await measure(context)
    results.push({ id, title, claim, measured, met, figures: [...figures] })
  }
  return results
}

async function indexBytes(owner: Connection): Promise<number> {
  const [sum] = await owner.query<{ bytes: number }>(
    'select sum(pg_catalog.pg_relation_size(indexrelid))::float8 as bytes from pg_catalog.pg_stat_user_indexes',
  )
  return sum?.bytes ?? 0
}

function planPart({ changes, rejected, trial }: Plan): Pick<DemoResult, 'changes' | 'rejected' | 'writes'> {
  return {
    changes: [...changes.filter(({ kind }) => kind !== 'drop-index').map(made), ...dropped(changes)],
    rejected: rejected.map(({ change, reason }) => ({ id: change.id, kind: change.kind, sql: change.sql, reason })),
    writes: (trial?.writes ?? []).map(({ schema, table, rows, before, after }) => ({
      table: schema === 'public' ? table : `${schema}.${table}`,
      rows,
      beforeMs: before.p50Ms,
      afterMs: after.p50Ms,
    })),
  }
}

function made({ id, kind, sql, steps, sizeBytes, trial, reason, forms }: Change): DemoResult['changes'][number] {
  const indexes = steps.filter(({ ensure }) => ensure.kind === 'index-present').length
  const told = forms === null ? (trial?.reason ?? reason) : `${reason} ${trial?.reason ?? ''}`
  return { id, kind, indexes, sql, sizeBytes: trial?.sizeBytes ?? sizeBytes, reason: told }
}

/** A reference system has as many redundant indexes as tables, all for one reason: they are told as one change. */
function dropped(changes: readonly Change[]): DemoResult['changes'] {
  const drops = changes.filter(({ kind }) => kind === 'drop-index')
  if (drops.length === 0) return []
  return [
    {
      id: 'drop-index',
      kind: 'drop-index',
      indexes: drops.length,
      sql: drops.map(({ sql }) => sql).join(';\n'),
      sizeBytes: drops.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      reason: 'Other indexes begin with the same columns in the same order, so these only cost writes and space.',
    },
  ]
}
