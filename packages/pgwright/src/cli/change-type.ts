import { Command } from 'commander'
import { offerFinish, offerTypeChange, planStatements, type TypeChangeOffer } from '../apply/index.ts'
import { PgwrightError, type Plan, type TypeChangeResult } from '../model/index.ts'
import { observe } from '../observe/index.ts'
import {
  connectWriter,
  parseTarget,
  requireSupported,
  type Target,
  toPgwrightError,
  withReader,
} from '../postgres/index.ts'
import { typeChangeReport } from '../report/index.ts'
import type { Context } from './context.ts'
import { type CommonOptions, withCommonOptions, writeFileOrFail, writeResult } from './output.ts'
import { Progress } from './progress.ts'

interface ChangeTypeCommandOptions extends CommonOptions {
  readonly table: string
  readonly column: string
  readonly to?: string
  readonly using?: string
  readonly back?: string
  readonly finish?: true
  readonly out?: string
}

type Made = Omit<TypeChangeResult, 'schemaVersion' | 'file'> & { readonly plan: Plan | null }

export function changeTypeCommand({ signal }: Context): Command {
  const command = new Command('change-type')
    .description("plan a column's change to another type that keeps nobody out; changes nothing")
    .argument('[url]', 'PostgreSQL URL, as the owner of the table; without one, DATABASE_URL or the PG* variables')
    .requiredOption('--table <name>', 'whose column, with its schema or without')
    .requiredOption('--column <name>', 'which column')
    .option('--to <type>', 'the type that it is to have')
    .option('--using <expression>', 'makes the new value of the column; default: as PostgreSQL casts')
    .option('--back <expression>', 'makes the old value of the new one; default: as PostgreSQL casts')
    .option('--finish', 'plan the end of a change that was applied: the old column is dropped, for good')
    .option('--out <file>', 'write the plan, for apply; else its steps are printed')
    .addHelpText(
      'after',
      `
Names are written as in SQL: in double quotes where they have capitals or spaces.

Examples:
  pgwright change-type postgres://owner@db/shop --table orders --column id --to bigint --out plan.json
  pgwright change-type postgres://owner@db/shop --table orders --column placed_at --to timestamptz \\
    --using "placed_at at time zone 'UTC'" --back "placed_at at time zone 'UTC'"
  pgwright change-type postgres://owner@db/shop --table orders --column id --finish --out finish.json`,
    )
  return withCommonOptions(command).action(async (url: string | undefined, options: ChangeTypeCommandOptions) => {
    requireOneWish(options)
    const target = parseTarget(url)
    const progress = new Progress(options.quiet === true)
    progress.update('reading the target', null)
    const { plan, ...made } = await make(target, options, signal).finally(() => progress.clear())
    const { out } = options
    if (out !== undefined && plan === null) {
      const run = made.statements.map((sql) => `${sql};`).join(' ')
      throw new PgwrightError('usage', `No plan is needed, and none was written: ${made.reason}`, `Run: ${run}`)
    }
    if (out !== undefined) await writeFileOrFail(out, `${JSON.stringify(plan, null, 2)}\n`)
    const result: TypeChangeResult = { schemaVersion: 1, ...made, file: out ?? null }
    await writeResult(result, options, () => typeChangeReport(result))
  })
}

function requireOneWish({ to, using, back, finish }: ChangeTypeCommandOptions): void {
  if (to !== undefined && finish === undefined) return
  if (finish === true && to === undefined && using === undefined && back === undefined) return
  throw new PgwrightError(
    'usage',
    finish === true ? 'The end of a change of type takes no type and no expression.' : 'No type is given.',
    'Give the new type with --to, or --finish alone to end a change that was applied.',
  )
}

async function make(target: Target, options: ChangeTypeCommandOptions, signal: AbortSignal): Promise<Made> {
  const snapshot = await withReader(target, async (client) => {
    await requireSupported(client)
    return observe(client, { workload: false })
  })
  const { to, using = null, back = null } = options
  if (to === undefined) {
    const { change, plan, schema, table, column } = offerFinish(snapshot, options)
    const told = { reason: change.reason, statements: planStatements(plan), rollback: [], referring: [] }
    return { way: 'finish', schema, table, column, type: null, ...told, plan }
  }
  const client = await connectWriter(target)
  try {
    const wish = { table: options.table, column: options.column, type: to, using, back }
    return madeOf(await offerTypeChange(client, snapshot, wish, { signal }))
  } catch (error) {
    throw toPgwrightError(error, `planning the change of a column's type on ${target.describe}`)
  } finally {
    await client.end()
  }
}

function madeOf(offer: TypeChangeOffer): Made {
  const { way, schema, table, column, type } = offer
  const named = { way, schema, table, column, type }
  if (offer.way === 'beside') {
    const { change, plan, referring } = offer
    const rollback = change.rollback.map(({ sql }) => sql)
    return {
      ...named,
      reason: change.reason,
      statements: planStatements(plan),
      rollback,
      referring: [...referring],
      plan,
    }
  }
  const { statements, reason } = offer.plain
  return { ...named, reason, statements: [...statements], rollback: [], referring: [], plan: null }
}
