import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import knexOf from 'knex'
import { FileMigrationProvider, Kysely, Migrator, PostgresDialect } from 'kysely'
import { runner } from 'node-pg-migrate'
import pg from 'pg'
import { DataSource } from 'typeorm'
import type { MigrationRunner } from './runner.ts'
import { withClient } from './session.ts'
import { compiled } from './tool-modules.ts'

export const knexRunner: MigrationRunner = {
  up: (url, folder) => withKnex(url, folder, async (knex) => void (await knex.migrate.latest())),
  down: (url, folder) => withKnex(url, folder, async (knex) => void (await knex.migrate.rollback(undefined, true))),
}

async function withKnex(url: string, directory: string, work: (knex: ReturnType<typeof knexOf>) => Promise<void>) {
  const log = { warn: () => {}, error: () => {}, debug: () => {}, deprecate: () => {} }
  const knex = knexOf({ client: 'pg', connection: url, migrations: { directory }, log })
  await work(knex).finally(() => knex.destroy())
}

export const kyselyRunner: MigrationRunner = {
  up: (url, folder) => withKysely(url, folder, (migrator) => migrator.migrateToLatest()),
  down: async (url, folder) => {
    const count = (await readdir(folder)).filter((name) => name.endsWith('.ts')).length
    for (let i = 0; i < count; i++) await withKysely(url, folder, (migrator) => migrator.migrateDown())
  },
}

async function withKysely(url: string, folder: string, work: (migrator: Migrator) => Promise<{ error?: unknown }>) {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) })
  const migrationFolder = await compiled(folder)
  const provider = new FileMigrationProvider({ fs: { readdir }, path, migrationFolder })
  try {
    const { error } = await work(new Migrator({ db, provider, disableTransactions: true }))
    if (error !== undefined) throw error
  } finally {
    await db.destroy()
  }
}

export const typeormRunner: MigrationRunner = {
  up: (url, folder) =>
    withTypeorm(url, folder, async (source) => void (await source.runMigrations({ transaction: 'each' }))),
  down: (url, folder) =>
    withTypeorm(url, folder, async (source) => {
      const done = await source.query<unknown[]>('select from public.migrations')
      for (const _ of done) await source.undoLastMigration({ transaction: 'none' })
    }),
}

async function withTypeorm(url: string, folder: string, work: (source: DataSource) => Promise<void>) {
  const migrations = [path.join(await compiled(folder), '*.mjs')]
  const source = await new DataSource({ type: 'postgres', url, migrations, logging: false }).initialize()
  await work(source).finally(() => source.destroy())
}

export const nodePgMigrateRunner: MigrationRunner = {
  up: (databaseUrl, dir) => pgMigrate(databaseUrl, dir, 'up'),
  down: (databaseUrl, dir) => pgMigrate(databaseUrl, dir, 'down'),
}

async function pgMigrate(databaseUrl: string, dir: string, direction: 'up' | 'down'): Promise<void> {
  const logger = { info: () => {}, warn: () => {}, error: () => {} }
  await runner({
    databaseUrl,
    dir,
    direction,
    count: Number.POSITIVE_INFINITY,
    migrationsTable: 'pgmigrations',
    logger,
  })
}

/** Drizzle has no way down: what takes its migrations back is the files of another tool. */
export const drizzleRunner: Pick<MigrationRunner, 'up'> = {
  up: (url, migrationsFolder) => withClient(url, (client) => migrate(drizzle(client), { migrationsFolder })),
}
