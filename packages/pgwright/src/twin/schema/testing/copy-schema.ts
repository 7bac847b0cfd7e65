import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Gap, Snapshot } from '../../../model/index.ts'
import { observe } from '../../../observe/index.ts'
import { quoteIdentifier } from '../../../sql/index.ts'
import { connect, withClient } from '../../connection.ts'
import { createDatabase } from '../../database.ts'
import { startTwinServer, type TwinServer } from '../../server.ts'
import { buildSchema } from '../build-schema.ts'

/** A schema copied to a server for twins, without statistics and sizes. */
export interface SchemaCopy {
  readonly gaps: readonly Gap[]
  /** The superuser's session. */
  readonly owner: pg.Client
  /** Of the twin's own role. */
  readonly builder: pg.Client
  /** A snapshot of the copy. */
  observe(): Promise<Snapshot>
  close(): Promise<void>
}

/** @param server default: one of its own, of the source's major */
export async function copySchema(snapshot: Snapshot, server?: TwinServer): Promise<SchemaCopy> {
  const on = server ?? (await startTwinServer(snapshot.server.major))
  const role = `twin_${randomBytes(6).toString('hex')}`
  const sessions: pg.Client[] = []
  const close = async () => {
    await Promise.all(sessions.map((session) => session.end()))
    if (server === undefined) await on.stop()
  }
  try {
    await withClient(on, 'postgres', async (client) => {
      await client.query(`create role ${quoteIdentifier(role)} login bypassrls password '${on.password}'`)
      await createDatabase(client, role, role, snapshot, on.major)
    })
    const owner = await connect(on, role)
    sessions.push(owner)
    const builder = await connect(on, role, role)
    sessions.push(builder)
    const gaps = await buildSchema({ owner, builder }, snapshot, role, on.major)
    return { gaps, owner, builder, observe: () => observeIn(owner), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function observeIn(client: pg.Client): Promise<Snapshot> {
  await client.query('begin transaction read only')
  const snapshot = await observe(client, { workload: false })
  await client.query('rollback')
  return snapshot
}
