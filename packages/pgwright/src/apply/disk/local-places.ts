import { execFile } from 'node:child_process'
import { readFile, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Client } from 'pg'
import type { Plan, Step } from '../../model/index.ts'
import { quoteQualified, tryParse } from '../../sql/index.ts'
import type { FreeSpace } from './ask-free-space.ts'

/** A directory that the server writes to while a plan is applied. */
interface Place {
  readonly name: string
  readonly path: string
}

/** Its files say when the server was started, in whole seconds, a moment before it says so itself. */
const startedWithinSeconds = 60

/**
 * Where a server on this very machine writes to for a plan: its data directory, its WAL, which can be on another disk, and
 * the tablespaces of the plan's tables and indexes. Null where the server is elsewhere, or that can't be told.
 */
export async function findPlaces(client: Client, plan: Plan): Promise<Place[] | null> {
  const { rows } = await client.query<Server>(serverSql)
  const [server] = rows
  // The row of a setting that the role may not see is left out.
  if (server === undefined || server.directory === null || !(await isHere(server, server.directory))) return null
  const { directory } = server
  return [
    { name: 'the data directory', path: directory },
    { name: 'the WAL', path: join(directory, 'pg_wal') },
    ...(await tablespaces(client, plan)),
  ]
}

/** What the place has that has least. */
export async function freeOf(places: readonly Place[]): Promise<FreeSpace> {
  const all = await Promise.all(
    places.map(async ({ name, path }) => {
      const { bavail, bsize } = await statfs(path)
      return { where: `the disk of ${name}`, bytes: bavail * bsize }
    }),
  )
  return all.reduce((least, one) => (one.bytes < least.bytes ? one : least))
}

interface Server {
  readonly directory: string | null
  readonly startedAt: number
  readonly port: string
  readonly pid: number
}

const serverSql = `
  select (select setting from pg_catalog.pg_settings where name = 'data_directory') as directory,
    extract(epoch from pg_catalog.pg_postmaster_start_time())::float8 as "startedAt",
    pg_catalog.current_setting('port') as port, pg_catalog.pg_backend_pid() as pid`

/**
 * Another machine can have a server with the same directory and port, and a container a name for it that means something
 * else here. So the file that a running server keeps must tell of this one, and its process be our session's parent.
 */
async function isHere({ startedAt, port, pid }: Server, directory: string): Promise<boolean> {
  const file = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '')
  const [postmaster = '', , started = '', itsPort = ''] = file.split('\n').map((line) => line.trim())
  if (postmaster === '' || itsPort !== port) return false
  if (Math.abs(Number(started) - startedAt) > startedWithinSeconds) return false
  return (await parentOf(pid)) === postmaster
}

async function parentOf(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') {
      return /^PPid:\s*(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? null
    }
    return (await promisify(execFile)('ps', ['-o', 'ppid=', '-p', String(pid)])).stdout.trim()
  } catch {
    return null
  }
}

/** Those of the plan's tables and statements, and those of the session: of what it makes and of what it sorts. */
async function tablespaces(client: Client, { changes }: Plan): Promise<Place[]> {
  const steps = changes.flatMap((change) => change.steps)
  const { rows } = await client.query<Place>(
    `select 'the tablespace ' || pg_catalog.quote_ident(t.spcname) as name, pg_catalog.pg_tablespace_location(t.oid) as path
     from pg_catalog.pg_tablespace t
     where pg_catalog.pg_tablespace_location(t.oid) <> '' and (
       t.spcname = any($1) or t.spcname = pg_catalog.current_setting('default_tablespace')
       or pg_catalog.quote_ident(t.spcname) = any(pg_catalog.regexp_split_to_array(
         pg_catalog.current_setting('temp_tablespaces'), ',\\s*'))
       or t.oid in (select d.dattablespace from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()
         union select c.reltablespace from unnest($2::text[]) as w (name)
           join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name)))
     order by t.spcname`,
    [steps.flatMap(namedTablespace), changes.map(({ schema, table }) => quoteQualified(schema, table))],
  )
  return rows
}

function namedTablespace({ sql }: Step): string[] {
  const [statement] = tryParse(sql) ?? []
  const name = statement !== undefined && 'IndexStmt' in statement ? statement.IndexStmt.tableSpace : undefined
  return name === undefined ? [] : [name]
}
