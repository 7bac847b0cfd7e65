import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { quantile, randomSource } from '../../packages/pgwright/src/model/index.ts'
import { startTenaciousServer, type TenaciousServer } from '../../packages/pgwright/test/tenacious-server.ts'
import { type Figure, figure } from '../figure.ts'
import { catalogOf, leftovers } from './catalog.ts'
import { Commands, type Outcome } from './commands.ts'
import { everyKind } from './every-kind.ts'
import { type Fault, faults } from './faults.ts'
import { expectRound, makeExpected, writeRound, wrongRows } from './round-writes.ts'
import { makeSchema } from './schema.ts'
import { withSession } from './session.ts'

const orders = 20_000
const database = 'chaos'
const seed = 7
const mostTries = 20

interface Ground {
  readonly server: TenaciousServer
  readonly commands: Commands
  readonly planFile: string
}

/** The catalog as runs without faults leave it, and how long such a run and its way back take. */
interface Faultless {
  readonly before: string
  readonly applied: string
  readonly applyMs: number
  readonly rollbackMs: number
}

/**
 * Plans that are struck at a random moment, while an application writes: by `kill -9` of pgwright, by the end of one of
 * its sessions, by a crash of the server and by its immediate restart. Whoever comes next goes on or takes back.
 */
export async function chaosFigures(rounds: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pgwright-chaos-'))
  const server = await startTenaciousServer('bench-apply-chaos')
  const commands = new Commands()
  try {
    const planFile = join(folder, 'plan.json')
    const ground = { server, commands, planFile }
    await makeDatabase(server)
    await writeFile(planFile, JSON.stringify(await withClient(server, (client) => everyKind(client, database))))
    const faultless = await runFaultless(ground)
    const results: RoundResult[] = []
    for (let round = 0; round < rounds; round++) {
      const result = await runRound(ground, faultless, round)
      results.push(result)
      if (result.wrong.length === 0) continue
      console.error(`Round ${round}, ${result.fault}: ${result.wrong.join('\n')}`)
      // What comes next is to be judged by itself.
      await makeDatabase(server)
    }
    return figuresOf(results)
  } finally {
    await commands.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

interface RoundResult {
  readonly fault: string
  readonly wrong: readonly string[]
  readonly lostRows: number
  /** Whether the fault met a command at its work. */
  readonly struck: boolean
}

/** Every other round strikes the rollback too; of those, half go straight back without going on first. */
async function runRound(ground: Ground, faultless: Faultless, round: number): Promise<RoundResult> {
  const { server, planFile } = ground
  const random = randomSource(seed + round)
  const fault = faults[round % faults.length] as Fault
  const url = server.url(database)
  const wrong: string[] = []
  const writing = writeRound(url, round, orders, faultless.applyMs)
  const strike = (work: Promise<Outcome>, lastsMs: number) => struck(ground, fault, work, random() * lastsMs, random)
  const apply = (rehearsal: readonly string[] = ['--no-rehearsal']) =>
    ground.commands.run(['apply', planFile, '--to', url, '--yes', '--json', '--quiet', ...rehearsal])
  const first = await strike(apply(), faultless.applyMs)
  const straightBack = round % 8 >= 6
  if (!straightBack) {
    await untilDone(server, () => apply(isRehearsed(round) ? [] : undefined), wrong)
    if ((await catalog(server)) !== faultless.applied) wrong.push(await difference(server, faultless.applied))
  }
  await writing
  // A fault that came too late has the plan applied by two runs, of which the second found nothing to do.
  for (let runId = await lastRun(server), struckBack = false; runId !== ''; runId = await lastRun(server)) {
    const rollback = () => ground.commands.run(['rollback', runId, '--to', url, '--yes', '--json', '--quiet'])
    if (round % 8 >= 4 && !struckBack) await strike(rollback(), faultless.rollbackMs)
    struckBack = true
    await untilDone(server, rollback, wrong)
    if (wrong.length > 0) break
  }
  if ((await catalog(server)) !== faultless.before) wrong.push(await difference(server, faultless.before))
  return { fault: fault.name, wrong, lostRows: await judgeRows(server, round), struck: first.code !== 0 }
}

/** A rehearsal takes its time, and must know what an earlier run has left. */
function isRehearsed(round: number): boolean {
  return round % 7 === 3
}

/** The command's outcome, and the server up again. */
async function struck(
  { server, commands }: Ground,
  fault: Fault,
  work: Promise<Outcome>,
  afterMs: number,
  random: () => number,
): Promise<Outcome> {
  await sleep(afterMs)
  await fault.strike({ server, database, commands, random })
  const outcome = await work
  await server.untilUp()
  return outcome
}

/** Once is to be enough, unless the server still works for the one that was killed, which it is told. */
async function untilDone(server: TenaciousServer, run: () => Promise<Outcome>, wrong: string[]): Promise<void> {
  for (let tried = 1; tried <= mostTries; tried++) {
    const { code, stderr } = await run()
    if (code === 0) return
    if (!/Another run is under way/.test(stderr)) {
      wrong.push(`The next command failed: ${stderr}`)
      if (tried > 2) return
    }
    await sleep(200)
    await server.untilUp()
  }
  wrong.push('The runner that was killed kept others out.')
}

async function runFaultless(ground: Ground): Promise<Faultless> {
  const { server, planFile, commands } = ground
  const url = server.url(database)
  const before = await catalog(server)
  const applyMs: number[] = []
  const rollbackMs: number[] = []
  let applied = ''
  for (let run = 0; run < 2; run++) {
    applyMs.push(
      await timedCommand(commands, ['apply', planFile, '--to', url, '--yes', '--json', '--quiet', '--no-rehearsal']),
    )
    applied = await catalog(server)
    rollbackMs.push(
      await timedCommand(commands, ['rollback', await lastRun(server), '--to', url, '--yes', '--json', '--quiet']),
    )
    if ((await catalog(server)) !== before) throw new Error(await difference(server, before))
  }
  return { before, applied, applyMs: quantile(applyMs, 0.5), rollbackMs: quantile(rollbackMs, 0.5) }
}

async function timedCommand(commands: Commands, args: readonly string[]): Promise<number> {
  const startedAt = performance.now()
  const { code, stderr } = await commands.run(args)
  if (code !== 0) throw new Error(`Without any fault it failed: ${stderr}`)
  return performance.now() - startedAt
}

async function judgeRows(server: TenaciousServer, round: number): Promise<number> {
  return withClient(server, async (client) => {
    await expectRound(client, round, orders)
    return wrongRows(client)
  })
}

async function makeDatabase(server: TenaciousServer): Promise<void> {
  await server.untilUp()
  await withSession(server.url(), async (admin) => {
    await admin.query(`drop database if exists ${database} with (force)`)
    await admin
      .query('alter system reset all; select pg_reload_conf()')
      .catch(() => admin.query('alter system reset all'))
    await admin.query(`create database ${database}`)
  })
  await withClient(server, async (client) => {
    await makeSchema(client, { orders })
    await makeExpected(client)
  })
}

/** Empty: no run was begun. */
async function lastRun(server: TenaciousServer): Promise<string> {
  return withClient(server, async (client) => {
    const { rows } = await client
      .query<{ id: string }>(`select id from pgwright.run where state <> 'rolled-back' order by id desc limit 1`)
      .catch(() => ({ rows: [] }))
    return rows[0]?.id ?? ''
  })
}

async function catalog(server: TenaciousServer): Promise<string> {
  return withClient(server, async (client) => [await catalogOf(client), ...(await leftovers(client))].join('\n'))
}

async function difference(server: TenaciousServer, wanted: string): Promise<string> {
  const [is, was] = [(await catalog(server)).split('\n'), wanted.split('\n')]
  const missing = (lines: string[], from: string[], sign: string) =>
    lines.filter((line) => !from.includes(line)).map((line) => `${sign} ${line}`)
  return [...missing(is, was, '+'), ...missing(was, is, '-')].join('\n')
}

async function withClient<Result>(server: TenaciousServer, work: (client: Client) => Promise<Result>) {
  await server.untilUp()
  return withSession(server.url(database), work)
}

function figuresOf(results: readonly RoundResult[]): Figure[] {
  const count = (id: string, title: string, value: number, goal: number | null, better: Figure['better']) =>
    figure({ id, title, value, unit: '', goal, better })
  return [
    count('chaos-runs', 'plans struck at a random moment', results.length, null, 'higher'),
    count(
      'chaos-struck',
      'of which the fault ended a command',
      results.filter(({ struck }) => struck).length,
      null,
      'higher',
    ),
    count(
      'chaos-wrong-states',
      'of which the catalog was wrong later',
      results.filter(({ wrong }) => wrong.length > 0).length,
      0,
      'lower',
    ),
    count(
      'chaos-lost-rows',
      'rows of the application lost or changed',
      results.reduce((sum, { lostRows }) => sum + lostRows, 0),
      0,
      'lower',
    ),
  ]
}
