import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedServer, startServer } from '../../../../pgwright/src/postgres/index.ts'
import { followedSettings } from '../../../../pgwright/test/standby.ts'
import type { RuntimeError } from '../../error.ts'
import { createCache, type ReplicationOptions } from '../index.ts'

let server: EmbeddedServer
let pool: pg.Pool
/** What is no program with a cache. */
let outside: pg.Client

beforeAll(async () => {
  const settings = { ...followedSettings, max_wal_senders: 3, max_replication_slots: 3 }
  server = await startServer({ name: 'test-replication-set-up', settings })
  pool = new pg.Pool({ connectionString: server.url(), max: 5 })
  pool.on('error', () => {})
  outside = new pg.Client(server.url())
  await outside.connect()
  await outside.query(`create table item (id int primary key, version int not null); create table lone (v int);
    create publication cache for table item`)
})
afterAll(async () => {
  await outside?.end()
  await pool?.end()
  await server?.stop()
})

test('says what is wrong with the set-up', async () => {
  const refusal = async (options: Partial<ReplicationOptions>) => {
    const cache = createCache({ pool })
    try {
      await cache.replicate({ publication: 'cache', startMs: 10_000, ...options })
      return 'none'
    } catch (error) {
      const { code, message, hint } = error as RuntimeError
      return `${code}: ${message} ${hint}`
    } finally {
      await cache.close()
    }
  }
  await outside.query(`create publication inserts for table item with (publish = 'insert');
    create publication filtered for table item where (id > 0); create publication lonely for table lone;
    create table part (id int primary key) partition by list (id);
    create table part_1 partition of part for values in (1);
    create publication part for table part_1;
    create table part_2 partition of part for values in (2);
    create role "no one" login password '${server.password}'`)
  expect(await refusal({ publication: 'none' })).toContain('create publication "none" for table')
  expect(await refusal({ publication: [] })).toContain('No publication')
  expect(await refusal({ publication: 'inserts' })).toContain('leaves some kinds of changes out')
  expect(await refusal({ publication: 'filtered' })).toContain('only some rows')
  expect(await refusal({ publication: 'lonely' })).toContain('replica identity')
  const table = (name: string, key?: string) => ({
    tables: [{ schema: 'public', table: name, ...(key ? { key } : {}) }],
  })
  expect(await refusal(table('lone'))).toContain('public.lone is not published')
  expect(await refusal({ publication: 'part', ...table('part') })).toContain('not all of its partitions')
  expect(await refusal(table('nowhere'))).toContain('no table public.nowhere')
  expect(await refusal(table('item', 'nothing'))).toContain('no column nothing')
  expect(await refusal({ connection: server.url('postgres', 'no one') })).toContain('may not replicate')
  expect(await refusal({ connection: server.url('template1') })).toContain('not of the same database')
  await outside.query(
    `select pg_create_logical_replication_slot('taken_' || i, 'pgoutput') from generate_series(1, 3) i`,
  )
  expect(await refusal({})).toContain('no free replication slot')
  await outside.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots')
  // A transaction that has written and is left open keeps each slot from being ready.
  const writer = new pg.Client(server.url())
  await writer.connect()
  await writer.query('begin; insert into item values (1, 0)')
  expect(await refusal({ startMs: 1000 })).toContain('pg_prepared_xacts')
  await expect
    .poll(async () => (await outside.query('select from pg_replication_slots')).rowCount, { timeout: 20_000 })
    .toBe(0)
  await writer.end()
  expect(await refusal({})).toBe('none')
})
