import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { type EmbeddedServer, startServer } from '../postgres/index.ts'
import { quoteIdentifier, quoteLiteral } from '../sql/index.ts'
import { type CountingConnection, openSession } from './session.ts'
import type { Scale, System } from './system.ts'

export interface DemoDatabase {
  readonly server: EmbeddedServer
  /** Of the owner of everything. */
  readonly ownerUrl: string
  /** A `PGPASSFILE` with the owner's password. */
  readonly passwordFile: string
  readonly serviceUrl: string
  readonly owner: CountingConnection
  readonly service: CountingConnection
  close(): Promise<void>
}

export interface DemoDatabaseOptions {
  /** The server stays when this process ends, and listens on TCP so that other programs reach it. */
  readonly keep: boolean
  readonly port?: number
  readonly progress: (stage: string, share: number) => void
}

/** What a server with 4 GB of memory has: enough for the tables that a service works on, as production has it. */
const settings = { shared_buffers: '1GB', maintenance_work_mem: '256MB', max_connections: 100 }

/** Starts an embedded server and builds a system on it, in a database of the system's name. */
export async function openDemoDatabase(system: System, scale: Scale, options: DemoDatabaseOptions) {
  const { keep, port, progress } = options
  const server = await startServer({
    name: 'demo',
    settings,
    diskBytes: system.diskBytes[scale],
    keepRunning: keep,
    listen: keep || port !== undefined ? 'tcp' : 'socket',
    ...(port === undefined ? {} : { port }),
  })
  try {
    await onServer(server, `create database ${quoteIdentifier(system.name)}`)
    const ownerUrl = server.url(system.name)
    const serviceUrl = server.url(system.name, system.serviceRole)
    const owner = await openSession(ownerUrl)
    await owner.query('create extension pg_stat_statements')
    await system.build(owner, system.scales[scale], progress)
    const password = quoteLiteral(server.password)
    await owner.query(`alter role ${quoteIdentifier(system.serviceRole)} password ${password}`)
    const service = await openSession(serviceUrl)
    const passwordFile = path.join(path.dirname(server.dataFolder), 'pgpass')
    await writeFile(passwordFile, `*:*:*:*:${server.password}\n`, { mode: 0o600 })
    const close = async () => {
      await Promise.all([owner.close(), service.close()])
      if (!keep) await server.stop()
    }
    return { server, ownerUrl, serviceUrl, passwordFile, owner, service, close } satisfies DemoDatabase
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function onServer(server: EmbeddedServer, sql: string): Promise<void> {
  const client = new pg.Client(server.url())
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
