/** Tools whose migrations are programs of JavaScript. */
export type ProgramTool = 'knex' | 'kysely' | 'typeorm' | 'node-pg-migrate'

interface ToolProgram {
  readonly name: ProgramTool
  /** What only its migrations say. */
  readonly sign: RegExp
  /** Packages that must lie where the migrations are or above. */
  readonly packages: readonly string[]
  /** Migrates up to the last, from the folder that it runs in, on `DATABASE_URL`; with the defaults of the tool's own command. */
  readonly program: string
}

export const toolPrograms: readonly ToolProgram[] = [
  {
    name: 'typeorm',
    sign: /\b(MigrationInterface|QueryRunner|queryRunner)\b/,
    packages: ['typeorm', 'pg'],
    program: `
      import typeorm from 'typeorm'
      const source = new typeorm.DataSource({
        type: 'postgres', url: process.env.DATABASE_URL, migrations: [process.cwd() + '/*.{js,cjs,mjs,ts,cts,mts}'],
      })
      await source.initialize()
      try { await source.runMigrations({ transaction: 'all' }) } finally { await source.destroy() }`,
  },
  {
    name: 'kysely',
    sign: /\bKysely\b|['"]kysely['"]/,
    packages: ['kysely', 'pg'],
    program: `
      import fs from 'node:fs/promises'
      import path from 'node:path'
      import pg from 'pg'
      import * as kysely from 'kysely'
      const { Migrator, FileMigrationProvider } = 'Migrator' in kysely ? kysely : await import('kysely/migration')
      const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
      const db = new kysely.Kysely({ dialect: new kysely.PostgresDialect({ pool }) })
      const provider = new FileMigrationProvider({ fs, path, migrationFolder: process.cwd() })
      const { error } = await new Migrator({ db, provider }).migrateToLatest()
      await db.destroy()
      if (error) throw error`,
  },
  {
    name: 'node-pg-migrate',
    sign: /\bpgm\b|\bMigrationBuilder\b|node-pg-migrate/,
    packages: ['node-pg-migrate', 'pg'],
    program: `
      import * as tool from 'node-pg-migrate'
      const run = tool.runner ?? tool.default?.runner ?? tool.default?.default ?? tool.default
      await run({
        databaseUrl: process.env.DATABASE_URL, dir: process.cwd(), direction: 'up', count: Infinity,
        migrationsTable: 'pgmigrations', singleTransaction: true, checkOrder: true, log: () => {},
      })`,
  },
  {
    name: 'knex',
    sign: /\b[Kk]nex\b/,
    packages: ['knex', 'pg'],
    program: `
      import knex from 'knex'
      const db = knex({ client: 'pg', connection: process.env.DATABASE_URL })
      try { await db.migrate.latest({ directory: process.cwd() }) } finally { await db.destroy() }`,
  },
]
