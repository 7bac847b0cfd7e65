import path from 'node:path'
import { type ExportOptions, exportPlan, type ToolName, toolNames } from '../index.ts'
import { alembicRunner, hasPython } from './alembic-runner.ts'
import { catalogOf } from './catalog.ts'
import { flywayRunner, prismaRunner, sqlRunner } from './file-runners.ts'
import { hostile, hostilePlan, repairSql, schemaSql, uniqueIndex } from './plan.ts'
import type { MigrationRunner } from './runner.ts'
import { withClient } from './session.ts'
import { linkModules } from './tool-modules.ts'
import { drizzleRunner, knexRunner, kyselyRunner, nodePgMigrateRunner, typeormRunner } from './tool-runners.ts'

export interface ToolOutcome {
  readonly tool: ToolName
  /** `skipped`: what runs its files is not installed here. */
  readonly state: 'passed' | 'failed' | 'skipped'
  /** Why it failed; empty where it did not. */
  readonly reason: string
}

const runners: Readonly<Record<ToolName, Pick<MigrationRunner, 'up'>>> = {
  sql: sqlRunner,
  prisma: prismaRunner,
  drizzle: drizzleRunner,
  knex: knexRunner,
  kysely: kyselyRunner,
  typeorm: typeormRunner,
  'node-pg-migrate': nodePgMigrateRunner,
  alembic: alembicRunner,
  flyway: flywayRunner,
}

/**
 * Exports one plan for each tool and has the tool run it, up and back down. It holds what tools have trouble with; the
 * build of one index fails at first, and the tool is run again when what was in its way is gone.
 *
 * @param emptyDatabase the URL of a new database, as superuser
 * @param folder an empty one, for the files
 */
export async function runExportedTools(
  emptyDatabase: () => Promise<string>,
  folder: string,
  tools: readonly ToolName[] = toolNames,
): Promise<ToolOutcome[]> {
  await linkModules(folder)
  const outcomes: ToolOutcome[] = []
  for (const tool of tools) {
    if (tool === 'alembic' && !(await hasPython())) outcomes.push({ tool, state: 'skipped', reason: 'no python3' })
    else {
      const failed = await runTool(await emptyDatabase(), folder, tool).then(
        () => null,
        (error: unknown) => String(error),
      )
      outcomes.push({ tool, state: failed === null ? 'passed' : 'failed', reason: failed ?? '' })
    }
  }
  return outcomes
}

async function runTool(url: string, folder: string, to: ToolName): Promise<void> {
  const plan = hostilePlan()
  const [before, wanted] = await catalogs(url)
  const options: ExportOptions = { to, folder: path.join(folder, to) }
  await exportPlan(plan, options)
  const { up } = runners[to]
  await fails(() => up(url, options.folder))
  await withClient(url, async (client) => {
    const { rows } = await client.query('select indisvalid from pg_index where indexrelid = to_regclass($1)', [
      uniqueIndex,
    ])
    same('the index that could not be built', JSON.stringify(rows), '[{"indisvalid":false}]')
    await client.query(repairSql)
  })
  if (to === 'prisma') {
    // Its file holds the build alone: it must not pass for done, and somebody takes the leftover away.
    await fails(() => up(url, options.folder))
    await withClient(url, (client) => client.query(`drop index concurrently ${uniqueIndex}`))
  }
  await up(url, options.folder)
  same('the catalog after the way up', await catalog(url), wanted)
  await down(url, options)
  same('the catalog after the way back', await catalog(url), before)
}

/** Of the tables before, and when the plan's statements have been run by themselves. The database is as before then. */
async function catalogs(url: string): Promise<[before: string, wanted: string]> {
  return withClient(url, async (client) => {
    const drop = `drop schema if exists "${hostile.schema.replaceAll('"', '""')}" cascade`
    await client.query(schemaSql)
    await client.query(repairSql)
    for (const { steps } of hostilePlan().changes) for (const { sql } of steps) await client.query(sql)
    const wanted = await catalogOf(client, hostile.schema)
    await client.query(drop)
    await client.query(schemaSql)
    return [await catalogOf(client, hostile.schema), wanted]
  })
}

async function catalog(url: string): Promise<string> {
  return withClient(url, (client) => catalogOf(client, hostile.schema))
}

async function down(url: string, { to, folder }: ExportOptions): Promise<void> {
  const runner: Partial<MigrationRunner> = runners[to]
  if (runner.down !== undefined) return runner.down(url, folder)
  const back = `${folder}-down`
  await exportPlan(hostilePlan(), { to: 'sql', folder: back })
  await sqlRunner.down(url, back)
}

async function fails(work: () => Promise<void>): Promise<void> {
  const passed = await work().then(
    () => true,
    () => false,
  )
  if (passed) throw new Error('A build that can only fail passed for done.')
}

function same(what: string, is: string, wanted: string): void {
  if (is !== wanted) throw new Error(`${what} is other than wanted:\n${is}\nwanted:\n${wanted}`)
}
