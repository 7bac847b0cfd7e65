import pg from 'pg'
import { createDatabase } from '../../../test/database.ts'
import type { Snapshot } from '../../model/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { observe } from '../observe.ts'

/** A database with one of every kind of object, under names that break whatever quotes badly. */
export interface Zoo {
  /** Of a superuser, outside any transaction. */
  readonly client: pg.Client
  /** A role without any rights, and one with `pg_read_all_stats` and SELECT on everything. */
  readonly roles: { readonly plain: string; readonly reader: string }
  /** Another session. */
  connect(role?: string): Promise<pg.Client>
  /** Observes in a read-only transaction of its own. */
  observe(role?: string): Promise<Snapshot>
  drop(): Promise<void>
}

/** @param sql what to make besides the empty schema `S 1` */
export async function openZoo(sql = ''): Promise<Zoo> {
  const database = await createDatabase()
  const clients: pg.Client[] = []
  const connect = async (role?: string) => {
    const client = new pg.Client({ connectionString: database.url() })
    await client.connect()
    clients.push(client)
    if (role !== undefined) await client.query(`set session authorization ${quoteIdentifier(role)}`)
    return client
  }
  const client = await connect()
  // Roles belong to the server, which other tests use at the same time.
  const roles = { plain: `Plain ${database.name}`, reader: `Reader ${database.name}` }
  await client.query(
    `create schema "S 1"; create role ${quoteIdentifier(roles.plain)}; create role ${quoteIdentifier(roles.reader)};
     grant pg_read_all_stats to ${quoteIdentifier(roles.reader)};
     alter default privileges grant select on tables to ${quoteIdentifier(roles.reader)}`,
  )
  await client.query(sql)
  return {
    client,
    roles,
    connect,
    observe: async (role) => {
      const session = await connect(role)
      await session.query('begin transaction read only')
      return observe(session)
    },
    drop: async () => {
      await client.query(`drop owned by ${quoteIdentifier(roles.plain)}, ${quoteIdentifier(roles.reader)} cascade;
        drop role ${quoteIdentifier(roles.plain)}, ${quoteIdentifier(roles.reader)}`)
      await Promise.all(clients.map((session) => session.end()))
      await database.drop()
    },
  }
}

/** 63 bytes, the longest name that PostgreSQL takes. */
export const longestName = 'Ünïcode "quoted" select'.padEnd(61, 'x')
