import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { type EmbeddedServer, startServer } from '../src/postgres/index.ts'
import { buildCli } from './build-cli.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the superuser, on the server's own database `postgres`. */
    readonly serverUrl: string
    /** What databases for tests are copies of. */
    readonly template: string
  }
}

/** One embedded server for the whole run; each test file makes databases of its own on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildCli()
  const settings = {
    // Of two files at a time, each with pools of its own, and of what they leave that has not ended yet.
    max_connections: 400,
    max_prepared_transactions: 5,
    // All tests together ask more than it keeps, and the rarest would go: each test's own.
    'pg_stat_statements.max': 50_000,
  }
  const server = await startServer({ name: 'test', settings })
  project.provide('serverUrl', server.url())
  project.provide('template', await makeTemplate(server))
  return () => server.stop()
}

/**
 * Copied file by file, it brings along what its first session has found out about the catalog (`pg_internal.init`),
 * which each new database's first session would have to find out again. So does `template1`, once it has been used.
 */
async function makeTemplate(server: EmbeddedServer): Promise<string> {
  const name = 'test_template'
  await run(server.url('template1'), `create database ${name} template template0`)
  await run(server.url(name), 'create extension pg_stat_statements')
  return name
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(sql)
  await client.end()
}
