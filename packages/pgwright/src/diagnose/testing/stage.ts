import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { quoteIdentifier, splitStatements } from '../../sql/index.ts'
import type { PlantedCase, Stage } from './check-case.ts'

/** Roles that look at every case: one that may read counters and no rows, and one with no rights at all. */
export const lookers = ['check_monitor', 'check_plain'] as const

/** Makes the roles that look, once for a server. Two at a time may try. */
export async function makeLookers(serverUrl: string): Promise<void> {
  await withSession(serverUrl, async (client) => {
    await client.query('select pg_advisory_lock(7301)')
    for (const role of lookers) {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
      if (rowCount === 0) await client.query(`create role ${role} login password '${new URL(serverUrl).password}'`)
    }
    await client.query('grant pg_monitor to check_monitor')
    await client.query('select pg_advisory_unlock(7301)')
  })
}

/** Builds a case's database, hands it to `work`, and takes it away. */
export async function onStage<Result>(
  serverUrl: string,
  { planted, roles = [], live }: Pick<PlantedCase, 'planted' | 'roles' | 'live'>,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const name = `case_${randomBytes(6).toString('hex')}`
  const { password } = new URL(serverUrl)
  await withSession(serverUrl, async (client) => {
    await client.query(`create database ${name} strategy file_copy`)
    for (const role of roles) await client.query(`create role ${quoteIdentifier(role)} login password '${password}'`)
  })
  const sessions: pg.Client[] = []
  const connect = async (role?: string) => {
    const session = await open(urlOf(serverUrl, name, role))
    sessions.push(session)
    return session
  }
  try {
    const client = await connect()
    for (const sql of splitStatements(planted)) await client.query(sql)
    const stage = { client, connect }
    await live?.(stage)
    return await work(stage)
  } finally {
    await Promise.all(sessions.map((session) => session.end().catch(() => undefined)))
    await withSession(serverUrl, async (client) => {
      await client.query(`drop database ${name} with (force)`)
      for (const role of roles) await client.query(`drop role if exists ${quoteIdentifier(role)}`)
    })
  }
}

async function withSession(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = await open(url)
  await work(client).finally(() => client.end())
}

function urlOf(serverUrl: string, database: string, role?: string): string {
  const url = new URL(serverUrl)
  url.pathname = database
  if (role !== undefined) url.username = encodeURIComponent(role)
  return url.href
}

export async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  client.on('error', () => {}) // a case may end a session
  await client.connect()
  return client
}
