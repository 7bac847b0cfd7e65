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
  const server = await startServer({ name: 'test', settings: { max_connections: 200, max_prepared_transactions: 5 } })
  project.provide('serverUrl', server.url())
  return () => server.stop()
}
