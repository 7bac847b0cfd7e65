import { chown, mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type pg from 'pg'
import { type EmbeddedServer, startServer } from '../postgres/index.ts'
import { connect, withClient } from './connection.ts'

/** A server that twins are built on, each a database of its own. */
export interface TwinServer extends EmbeddedServer {
  /** The superuser's session on the server's own database. */
  readonly admin: pg.Client
  /** A new folder that the server may write to, removed with it. */
  makeFolder(name: string): Promise<string>
}

/** The tablespace that a database moves to so that the server forgets its pages. */
export const twinTablespace = 'pgwright'

/**
 * What the servers of all twins begin with. Its superuser can't be guessed: a role of the source that were called alike
 * would be one here.
 */
const seed = {
  name: 'twin',
  revision: 1,
  async prepare(server: EmbeddedServer) {
    await withClient(server, 'postgres', async (client) => {
      await client.query('create schema pgwright; create extension pg_buffercache schema pgwright')
      // Twins are made from template0, and this one would be a third copy of the catalog.
      await client.query('alter database template1 is_template false')
      await client.query('drop database template1')
    })
  },
}

/** @throws PgwrightError `unsupported` where this major is not installed, with the command that adds it */
export async function startTwinServer(major: number): Promise<TwinServer> {
  const server = await startServer({
    name: 'twin',
    major,
    seed,
    // Checksums would refuse the pages that are written beneath the server.
    checksums: false,
    walSegmentMb: 1,
    settings: {
      // It would find no rows, and the statistics would be gone.
      autovacuum: 'off',
      shared_preload_libraries: '',
      // Most of a twin is holes, and what it is built of is looked for in all of the buffers several times.
      shared_buffers: '32MB',
      // A message may make hundreds of relations in one transaction.
      max_locks_per_transaction: 1024,
      // Room for locks is made at the start for each session that could be: three a twin, and what a migration opens.
      max_connections: 50,
      max_logical_replication_workers: 0,
      // Next to nothing is read, for which 18 would start three processes.
      ...(major >= 18 ? { io_method: 'sync' } : {}),
      min_wal_size: '2MB',
      max_wal_size: '16MB',
      wal_recycle: 'off',
      // With the least of logs, a commit logs small new files page by page, for which it reads them into the server's
      // buffers (`smgrDoPendingSyncs`); an index's must stay out of these, since its file is written beneath the server.
      wal_skip_threshold: 0,
      wal_init_zero: 'off',
    },
  })
  const makeFolder = (name: string) => folderLike(server.dataFolder, name)
  let admin: pg.Client | undefined
  const stop = async () => {
    await admin?.end().catch(() => {}) // the server may be gone
    await server.stop()
  }
  try {
    admin = await connect(server, 'postgres')
    const location = await makeFolder('tablespace')
    await admin.query(`create tablespace ${twinTablespace} location '${location.replaceAll("'", "''")}'`)
    return { ...server, admin, makeFolder, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Beside the data, and the server's own user's: we may be root, which the server never is. */
async function folderLike(dataFolder: string, name: string): Promise<string> {
  const folder = join(dirname(dataFolder), name)
  await mkdir(folder, { mode: 0o700 })
  const { uid, gid } = await stat(dataFolder)
  if (process.getuid?.() === 0) await chown(folder, uid, gid)
  return folder
}
