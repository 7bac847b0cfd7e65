import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { planOfSteps, stepOf } from '../../packages/pgwright/src/apply/testing/steps.ts'
import { startTenaciousServer, type TenaciousServer } from '../../packages/pgwright/test/tenacious-server.ts'
import { type Figure, figure } from '../figure.ts'
import { catalogOf, leftovers } from './catalog.ts'
import { Commands } from './commands.ts'
import { makeSchema } from './schema.ts'
import { openSession, withSession } from './session.ts'

const database = 'blocked'
const budgetMs = 2_000
/** Of the command's own work beside its waiting. */
const toleranceMs = 1_000

/** A transaction that a concurrent build would wait for. */
interface Holder {
  readonly kind: string
  readonly begin: string
  readonly end: string
}

const holders: readonly Holder[] = [
  { kind: 'idle in transaction', begin: 'begin; update orders set amount = amount where id = 1', end: 'rollback' },
  { kind: 'repeatable read', begin: 'begin isolation level repeatable read; table customers', end: 'commit' },
  {
    kind: 'repeatable read of the table',
    begin: 'begin isolation level repeatable read; select from orders where id = 1',
    end: 'commit',
  },
  {
    kind: 'prepared',
    begin: `begin; update orders set amount = amount where id = 2; prepare transaction 'holder'`,
    end: `rollback prepared 'holder'`,
  },
]

interface Outcome {
  readonly kind: string
  readonly named: boolean
  readonly beyondBudgetMs: number
  /** What the build that was given up has left, a line each. */
  readonly left: readonly string[]
  /** Whether a build went through whose blocker ended within the budget. */
  readonly waitedOut: boolean
}

/** Index builds that long transactions of every kind hold up: whether these are named, and what is left in the end. */
export async function blockerFigures(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pgwright-blockers-'))
  const server = await startTenaciousServer('bench-apply-blockers')
  const commands = new Commands()
  try {
    await server.untilUp()
    await withSession(server.url(), (client) => client.query(`create database ${database}`))
    await withSession(server.url(database), (client) => makeSchema(client, { orders: 20_000 }))
    const planFile = join(folder, 'plan.json')
    await writeFile(planFile, JSON.stringify(plan))
    // The first run makes the journal.
    if (!(await appliedAndBack({ server, commands, planFile }))) throw new Error('With nothing in its way it failed.')
    const outcomes: Outcome[] = []
    for (const holder of holders) outcomes.push(await tryAgainst(holder, { server, commands, planFile }))
    for (const { kind, left } of outcomes) if (left.length > 0) console.error(`${kind}: ${left.join('\n')}`)
    return figuresOf(outcomes)
  } finally {
    await commands.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const plan = planOfSteps([
  stepOf('create index concurrently orders_amount on public.orders (amount)', {
    kind: 'index-present',
    schema: 'public',
    table: 'orders',
    index: 'orders_amount',
    definition: null,
  }),
])

interface Ground {
  readonly server: TenaciousServer
  readonly commands: Commands
  readonly planFile: string
}

async function tryAgainst({ kind, begin, end }: Holder, ground: Ground): Promise<Outcome> {
  const { server } = ground
  const holder = await openSession(server.url(database))
  try {
    await holder.query(`set application_name = 'holder'`)
    const before = await state(server)
    await holder.query(begin)
    const startedAt = performance.now()
    const { code, stderr } = await apply(ground)
    const beyondBudgetMs = performance.now() - startedAt - budgetMs
    await holder.query(end)
    const left = (await state(server)).filter((line) => !before.includes(line))
    await holder.query(begin)
    const [waitedOut] = await Promise.all([appliedAndBack(ground), sleep(budgetMs / 2).then(() => holder.query(end))])
    return { kind, named: code !== 0 && /'holder'|\(holder,/.test(stderr), beyondBudgetMs, left, waitedOut }
  } finally {
    await holder.end()
  }
}

async function apply({ server, commands, planFile }: Ground) {
  const target = ['--to', server.url(database), '--yes', '--json']
  return commands.run(['apply', planFile, ...target, '--no-rehearsal', '--build-timeout', `${budgetMs}ms`])
}

async function appliedAndBack(ground: Ground): Promise<boolean> {
  const { code, stdout } = await apply(ground)
  if (code !== 0) return false
  const { run } = JSON.parse(stdout) as { readonly run: { readonly id: number } }
  const back = await ground.commands.run([
    'rollback',
    `${run.id}`,
    '--to',
    ground.server.url(database),
    '--yes',
    '--json',
  ])
  return back.code === 0
}

async function state(server: TenaciousServer): Promise<string[]> {
  const lines = async (client: Client) => [...(await catalogOf(client)).split('\n'), ...(await leftovers(client))]
  return withSession(server.url(database), lines)
}

function figuresOf(outcomes: readonly Outcome[]): Figure[] {
  const share = (id: string, title: string, holds: (outcome: Outcome) => boolean) =>
    figure({ id, title, value: outcomes.filter(holds).length / outcomes.length, unit: '', goal: 1, better: 'higher' })
  return [
    share('blockers-named', `share of ${outcomes.length} long transactions that were named`, ({ named }) => named),
    share('blockers-waited-out', 'share that was waited for while the budget lasted', ({ waitedOut }) => waitedOut),
    figure({
      id: 'blockers-beyond-budget-ms',
      title: 'longest time beyond the budget until a build was given up',
      value: Math.max(...outcomes.map(({ beyondBudgetMs }) => beyondBudgetMs)),
      unit: 'ms',
      goal: toleranceMs,
      better: 'lower',
    }),
    figure({
      id: 'blockers-leftovers',
      title: 'objects that a build left which was given up',
      value: outcomes.reduce((sum, { left }) => sum + left.length, 0),
      unit: '',
      goal: 0,
      better: 'lower',
    }),
  ]
}
