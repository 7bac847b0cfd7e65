import pg from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'
import { availableMajor, type EmbeddedServer, knownMajors, startServer } from '../src/postgres/index.ts'

/** A source with data, of a certain major. */
export interface MajorSource {
  readonly major: number
  readonly server: EmbeddedServer
  /** The superuser's session on the source's database. */
  readonly client: pg.Client
  /** Of the source's database. */
  url(role?: string): string
}

/**
 * The same tests for every major, each with a server of its own and a database made by `setup`. A major that is not
 * installed here is skipped with the reason, except where nothing may be skipped.
 *
 * @param source to be called within tests and hooks
 */
export function describeMajors(
  title: string,
  setup: (client: pg.Client, major: number) => Promise<void>,
  tests: (source: () => MajorSource, major: number) => void,
): void {
  for (const major of knownMajors) {
    const missing = missingHere.has(major)
    const reason = missing ? ` (skipped: PostgreSQL ${major} is not installed; npm run majors)` : ''
    describe.skipIf(missing)(`${title}, on PostgreSQL ${major}${reason}`, () => {
      let source: MajorSource
      beforeAll(async () => {
        const server = await startServer({ name: 'test-source', major, settings: { max_wal_size: '1GB' } })
        const database = 'source'
        const url = (role?: string) => server.url(database, role)
        const first = new pg.Client(server.url())
        await first.connect()
        await first.query(`create database ${database}`)
        await first.end()
        const client = new pg.Client(url())
        client.on('error', () => {})
        await client.connect()
        source = { major, server, client, url }
        await setup(client, major)
      }, 120_000)
      afterAll(async () => {
        await source?.client.end()
        await source?.server.stop()
      })
      tests(() => source, major)
    })
  }
}

/** Majors that tests may leave out; where nothing may be skipped there are none. */
export const missingHere = new Set<number>()
if (process.env.CI === undefined) {
  for (const major of knownMajors) if ((await availableMajor(major)).hint !== null) missingHere.add(major)
}
