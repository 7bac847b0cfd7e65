import pg from 'pg'
import { afterAll } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import type { Snapshot } from '../../model/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { observe } from '../observe.ts'

/** A database of the test file's own, to be looked at by several roles. */
export interface Zoo {
  /** Of a superuser, outside any transaction. */
  readonly client: pg.Client
  /** A role without any rights, and one with `pg_read_all_stats` and SELECT on everything. */
  readonly roles: { readonly plain: string; readonly reader: string }
  /** Another session. */
  connect(role?: string): Promise<pg.Client>
  /** Observes in a read-only transaction of its own. */
  observe(role?: string): Promise<Snapshot>
}

/** @param sql what to make besides the empty schema `S 1`; no extension is installed */
export async function openZoo(sql = ''): Promise<Zoo> {
  const { name, url, client } = await createDatabase()
  // Roles belong to the server, which other tests use at the same time.
  const roles = { plain: `Plain ${name}`, reader: `Reader ${name}` }
  const [plain, reader] = [quoteIdentifier(roles.plain), quoteIdentifier(roles.reader)]
  await client.query(
    `drop extension pg_stat_statements;
     create schema "S 1";
     create role ${plain};
     create role ${reader};
     grant pg_read_all_stats to ${reader};
     alter default privileges grant select on tables to ${reader}`,
  )
  await client.query(sql)
  const clients: pg.Client[] = []
  afterAll(async () => {
    await Promise.all(clients.map((session) => session.end()))
    await client.query(`drop owned by ${plain}, ${reader} cascade; drop role ${plain}, ${reader}`)
  })
  const connect = async (role?: string) => {
    const session = new pg.Client(url)
    await session.connect()
    clients.push(session)
    if (role !== undefined) await session.query(`set session authorization ${quoteIdentifier(role)}`)
    return session
  }
  return {
    client,
    roles,
    connect,
    observe: async (role) => {
      const session = await connect(role)
      await session.query('begin transaction read only')
      return observe(session)
    },
  }
}

/** 63 bytes, the longest name that PostgreSQL takes. */
export const longestName = 'Ünïcode "quoted" select'.padEnd(61, 'x')
