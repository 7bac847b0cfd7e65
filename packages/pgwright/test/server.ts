import type { TestProject } from 'vitest/node'
import { startServer } from '../src/postgres/index.ts'
import { buildCli } from './build-cli.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the superuser, on the server's own database `postgres`. */
    readonly serverUrl: string
  }
}

/** One embedded server for the whole run; each test file makes databases of its own on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildCli()
  const settings = {
    max_connections: 200,
    max_prepared_transactions: 5,
    // All tests together ask more than it keeps, and the rarest would go: each test's own.
    'pg_stat_statements.max': 50_000,
  }
  const server = await startServer({ name: 'test', settings })
  project.provide('serverUrl', server.url())
  return () => server.stop()
}
