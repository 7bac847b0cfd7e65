import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type EmbeddedServer, startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { type Figure, figure } from '../figure.ts'
import { Commands } from './commands.ts'
import { everyKind, naiveStatements } from './every-kind.ts'
import { Application, type PhaseReport } from './load-process.ts'
import { LockWaits } from './lock-waits.ts'
import { makeSchema } from './schema.ts'
import { withSession } from './session.ts'

const database = 'shop'
const ratePerSecond = 100
const lockBudgetMs = 200
const tolerancesMs = 50
const warmUpMs = 3_000

export interface LoadScale {
  readonly orders: number
  /** How long the application is watched while nothing else is done. */
  readonly quietMs: number
}

interface Phase extends PhaseReport {
  readonly lockWaitMs: number
}

/** What an application feels of a plan with every kind of step, of its way back, and of the migration's naive form. */
export async function loadFigures({ orders, quietMs }: LoadScale): Promise<{ postgres: string; figures: Figure[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'pgwright-load-'))
  const server = await startServer({
    name: 'bench-apply-load',
    settings: { shared_buffers: '512MB', maintenance_work_mem: '256MB', max_wal_size: '8GB' },
    diskBytes: orders * 1_500,
  })
  const commands = new Commands()
  try {
    const postgres = await makeDatabase(server, orders)
    const planFile = join(folder, 'plan.json')
    const plan = await withSession(server.url(database), (client) => everyKind(client, database))
    await writeFile(planFile, JSON.stringify(plan))
    const phases = await watched(server, orders, [
      ['quiet', () => sleep(quietMs)],
      ['apply', () => command(commands, ['apply', planFile, '--to', server.url(database), '--yes', '--json'])],
      ['rollback', () => command(commands, ['rollback', '1', '--to', server.url(database), '--yes', '--json'])],
      ['naive', () => migrateNaively(server)],
    ])
    await tellLongest(server, phases)
    return { postgres, figures: figuresOf(phases) }
  } finally {
    await commands.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Does one thing after the other while the application goes on. */
async function watched(
  server: EmbeddedServer,
  orders: number,
  works: readonly (readonly [name: string, work: () => Promise<unknown>])[],
): Promise<ReadonlyMap<string, Phase>> {
  const application = await Application.start(server.url(database, 'app'), ratePerSecond, orders)
  const lockWaits = await LockWaits.start(server.url(database))
  try {
    const waited = new Map<string, number>()
    await sleep(warmUpMs)
    for (const [name, work] of works) {
      await application.begin(name)
      lockWaits.take()
      await work()
      waited.set(name, lockWaits.take())
    }
    const reports = await application.end()
    for (const { name, errors } of reports) for (const error of errors) console.error(`${name}: ${error}`)
    return new Map(reports.map((report) => [report.name, { ...report, lockWaitMs: waited.get(report.name) ?? 0 }]))
  } finally {
    await lockWaits.end()
    application.kill()
  }
}

/** For whoever looks for what a wait was for: the statement that waited, and the step that was begun last. */
async function tellLongest(server: EmbeddedServer, phases: ReadonlyMap<string, Phase>): Promise<void> {
  for (const { name, longest } of phases.values()) {
    const { rows } = await withSession(server.url(database), (client) =>
      client.query<{ sql: string }>(
        `select step ->> 'sql' as sql from pgwright.run_step where started_at < to_timestamp($1)
         order by started_at desc limit 1`,
        [longest.endedAt / 1000],
      ),
    )
    const after = name === 'apply' ? `, in or after: ${rows[0]?.sql.slice(0, 200) ?? 'none yet'}` : ''
    console.error(`${name}: ${longest.ms.toFixed(0)} ms for ${longest.sql}${after}`)
  }
}

async function command(commands: Commands, args: readonly string[]): Promise<void> {
  const { code, stderr } = await commands.run(args)
  if (code !== 0) throw new Error(`pgwright ${args[0]} failed: ${stderr}`)
}

async function migrateNaively(server: EmbeddedServer): Promise<void> {
  await withSession(server.url(database), async (client) => {
    for (const sql of naiveStatements) await client.query(sql)
  })
}

async function makeDatabase(server: EmbeddedServer, orders: number): Promise<string> {
  const postgres = await withSession(server.url(), async (client) => {
    await client.query(`create role app login password '${server.password}'`)
    await client.query(`create database ${database}`)
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
    return rows[0]?.version ?? ''
  })
  await withSession(server.url(database), (client) => makeSchema(client, { orders }))
  return postgres
}

function figuresOf(phases: ReadonlyMap<string, Phase>): Figure[] {
  const of = (name: string): Phase => {
    const phase = phases.get(name)
    if (phase === undefined) throw new Error(`The application told nothing of the phase ${name}.`)
    return phase
  }
  const [quiet, apply, rollback, naive] = [of('quiet'), of('apply'), of('rollback'), of('naive')]
  const ms = (id: string, title: string, value: number, goal: number | null) =>
    figure({ id, title, value, unit: 'ms', goal, better: 'lower' })
  const share = (id: string, title: string, phase: Phase, goal: number | null) =>
    figure({ id, title, value: phase.perSecond / quiet.perSecond, unit: '', goal, better: 'higher' })
  const most = lockBudgetMs + tolerancesMs
  return [
    ms('baseline-max-wait-ms', 'longest statement while nothing is done: noise of the machine', quiet.maxMs, null),
    ms('max-statement-wait-ms', 'longest statement while the plan is applied', apply.maxMs, most),
    ms('max-lock-wait-ms', 'of which for locks, as the server tells', apply.lockWaitMs, most),
    ms('rollback-max-wait-ms', 'longest statement while the plan is taken back', rollback.maxMs, most),
    ms('rollback-max-lock-wait-ms', 'of which for locks', rollback.lockWaitMs, most),
    ms('naive-max-wait-ms', 'longest statement during the naive form', naive.maxMs, null),
    ms('naive-max-lock-wait-ms', 'of which for locks', naive.lockWaitMs, null),
    figure({
      id: 'failed-statements',
      title: 'statements of the application that failed, of apply and rollback',
      value: apply.failed + rollback.failed,
      unit: '',
      goal: 0,
      better: 'lower',
    }),
    share(
      'throughput-share',
      'statements answered within a second while the plan is applied, of those before',
      apply,
      0.8,
    ),
    share('rollback-throughput-share', 'the same while it is taken back', rollback, 0.8),
    share('naive-throughput-share', 'the same during the naive form', naive, null),
    ...[quiet, apply, rollback, naive].map((phase) =>
      ms(`${phase.name}-p99-ms`, `99 of 100 statements, ${phase.name}`, phase.p99Ms, null),
    ),
  ]
}
