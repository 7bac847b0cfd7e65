import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { quoteIdentifier } from '../src/sql/index.ts'

export interface TestDatabase {
  readonly name: string
  /** Of the superuser. */
  readonly url: string
  /** The superuser's session. */
  readonly client: pg.Client
  /** Another session of the superuser, for the caller to end. */
  connect(): Promise<pg.Client>
  /** The superuser's, which `urlAs` gives to every role. */
  readonly password: string
  /** The URL of another role, made with the password that the superuser has: `create role … login password …`. */
  urlAs(role: string): string
  drop(): Promise<void>
}

/** A database of the test's own with `pg_stat_statements`, dropped after the file's last test. */
export async function createDatabase(options: { readonly schema?: string } = {}): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const template = quoteIdentifier(inject('template'))
  await onServer(serverUrl, `create database ${quoteIdentifier(name)} template ${template} strategy file_copy`)
  const url = withDatabase(serverUrl, name)
  const connect = async () => {
    const session = new pg.Client(url)
    session.on('error', () => {}) // a test may kill its own backend
    await session.connect()
    return session
  }
  const client = await connect()
  if (options.schema !== undefined) await client.query(options.schema)
  const drop = async () => {
    await client.end().catch(() => {})
    await onServer(serverUrl, `drop database if exists ${quoteIdentifier(name)} with (force)`)
  }
  afterAll(drop)
  return { name, url, client, connect, password: new URL(url).password, urlAs: (role) => withRole(url, role), drop }
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = encodeURIComponent(name)
  return url.href
}

function withRole(databaseUrl: string, role: string): string {
  const url = new URL(databaseUrl)
  url.username = encodeURIComponent(role)
  return url.href
}
