import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { StatementEffects } from './effects.ts'
import { type HeldUpSessions, runHeldUp } from './run-held-up.ts'

let database: TestDatabase
let sessions: HeldUpSessions

beforeAll(async () => {
  database = await createDatabase({
    schema: `create table "Order" (id int primary key, total int);
      insert into "Order" select i, i % 7 from generate_series(1, 100) as i;
      create table part (id int primary key, day int) partition by range (id);
      create table part_1 partition of part for values from (0) to (10);
      create table part_2 partition of part for values from (10) to (20);
      create table child (part_id int references part)`,
  })
  const worker = await database.connect()
  const holders = [await database.connect(), await database.connect()] as const
  sessions = { worker, observer: database.client, holders }
  return () => Promise.all([worker, ...holders].map((session) => session.end()))
})

const run = (sql: string): Promise<StatementEffects> => runHeldUp(sessions, sql)

test('a concurrent build and its end leave readers and writers alone', async () => {
  const weak = [{ relation: 'public."Order"', mode: 'SHARE UPDATE EXCLUSIVE' }]
  const built = await run('create index concurrently by_total on "Order" (total)')
  expect(built).toEqual({ locks: weak, held: [], rewrites: [], scans: ['public."Order"'], writes: [] })
  expect((await run('reindex index concurrently by_total')).locks).toEqual(weak)
  expect((await run('drop index concurrently by_total')).locks).toEqual(weak)
  const { rows } = await database.client.query(`select from pg_class where relname like 'by_total%'`)
  expect(rows).toEqual([])
})

test('vacuum locks as maintenance does, and in full it writes the table anew under the strongest lock', async () => {
  expect((await run('vacuum "Order"')).locks).toEqual([{ relation: 'public."Order"', mode: 'SHARE UPDATE EXCLUSIVE' }])
  const full = await run('vacuum full "Order"')
  expect(full.locks).toEqual([{ relation: 'public."Order"', mode: 'ACCESS EXCLUSIVE' }])
  expect(full.rewrites).toEqual(['public."Order"'])
})

test('partitions that are reindexed keep writes out, each in its turn', async () => {
  const { locks, scans } = await run('reindex table part')
  expect(locks).toEqual([
    { relation: 'public.part', mode: 'SHARE' },
    { relation: 'public.part_1', mode: 'SHARE' },
    { relation: 'public.part_1_pkey', mode: 'ACCESS EXCLUSIVE' },
    { relation: 'public.part_2', mode: 'SHARE' },
    { relation: 'public.part_2_pkey', mode: 'ACCESS EXCLUSIVE' },
  ])
  expect(scans).toEqual(['public.part_1', 'public.part_2'])
})

test('detaching concurrently keeps everyone from the partition and from what refers to it', async () => {
  const { locks } = await run('alter table part detach partition part_2 concurrently')
  expect(locks).toEqual([
    { relation: 'public.child', mode: 'ACCESS EXCLUSIVE' },
    { relation: 'public.part', mode: 'SHARE UPDATE EXCLUSIVE' },
    { relation: 'public.part_2', mode: 'ACCESS EXCLUSIVE' },
  ])
})

test('a refused statement is told of, and nobody holds anything afterwards', async () => {
  await expect(run('create index concurrently on part (day)')).rejects.toThrow('concurrently')
  const { rows } = await database.client.query(
    `select from pg_locks l join pg_class c on c.oid = l.relation where c.relname ~ '^(Order|part)'`,
  )
  expect(rows).toEqual([])
})
