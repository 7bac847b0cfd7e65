import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'
import { availableMajor, type EmbeddedServer, knownMajors, startServer } from '../src/postgres/index.ts'
import { quoteIdentifier } from '../src/sql/index.ts'

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
 * The same tests for every major, each with a database of its own, made by `setup`. A major that is not installed here
 * is skipped with the reason, except where nothing may be skipped.
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
      let roles: readonly string[]
      const name = `source_${randomBytes(6).toString('hex')}`
      beforeAll(async () => {
        const { server, admin } = await sourceServer(major)
        roles = await rolesOf(admin)
        await admin.query(`create database ${name}`)
        const url = (role?: string) => server.url(name, role)
        source = { major, server, client: await open(url()), url }
        await setup(source.client, major)
      }, 120_000)
      afterAll(async () => {
        const { admin } = await sourceServer(major)
        await source?.client.end()
        await admin.query(`drop database if exists ${name} with (force)`)
        for (const role of await rolesOf(admin))
          if (!roles.includes(role)) await admin.query(`drop role ${quoteIdentifier(role)}`)
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

interface SourceServer {
  readonly server: EmbeddedServer
  /** The superuser's session on the server's own database. */
  readonly admin: pg.Client
}

/** By major. They end with the worker: the files that it runs share this module, and making a cluster takes seconds. */
const servers = new Map<number, Promise<SourceServer>>()

function sourceServer(major: number): Promise<SourceServer> {
  const known = servers.get(major)
  if (known !== undefined) return known
  const starting = startSource(major)
  servers.set(major, starting)
  return starting
}

async function startSource(major: number): Promise<SourceServer> {
  const server = await startServer({ name: 'test-source', major, settings: { max_wal_size: '1GB' } })
  return { server, admin: await open(server.url()) }
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  return client
}

async function rolesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles order by oid')
  return rows.map(({ rolname }) => rolname)
}
