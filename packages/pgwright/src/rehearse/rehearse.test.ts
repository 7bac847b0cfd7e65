import { beforeAll, expect, test } from 'vitest'
import { createDatabase } from '../../test/database.ts'
import { twinServer } from '../../test/twins.ts'
import type { Rehearsal, Snapshot, Workload } from '../model/index.ts'
import { observe } from '../observe/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import type { TwinServer } from '../twin/index.ts'
import { statementsOf } from './read/sql-file.ts'
import { rehearse } from './rehearse.ts'

let snapshot: Snapshot
let server: TwinServer

beforeAll(async () => {
  const source = await createDatabase({
    schema: `create schema shop;
      create table shop.customer (id int primary key, name varchar(40) not null);
      create table shop."Order" (
        id bigint generated always as identity primary key, customer_id int not null, note text, at timestamptz not null
      );
      create index "by customer" on shop."Order" (customer_id);
      create view shop.recent as select id, customer_id from shop."Order";
      insert into shop.customer select i, 'customer ' || i from generate_series(1, 1000) i;
      insert into shop."Order" (customer_id, at) select 1 + i % 1000, '2026-01-01'::timestamptz + i * interval '1 min'
        from generate_series(1, 30000) i;
      analyze`,
  })
  const observed = await withReader(parseTarget(source.url), (client) => observe(client, { workload: false }))
  snapshot = { ...observed, workload: workloadOf(byCustomer, latest, insert, inView, customers) }
  server = await twinServer()
}, 60_000)

const byCustomer = 'select id, note from shop."Order" where customer_id = $1'
const latest = 'select id from shop."Order" order by at desc limit $1'
const insert = 'insert into shop."Order" (customer_id, at) values ($1, now())'
const inView = 'select customer_id from shop.recent where id = $1'
const customers = 'select name from shop.customer where id = $1'

function workloadOf(...queries: string[]): Workload {
  const statements = queries.map((sql, i) => ({
    fingerprint: String(i),
    sql,
    role: null,
    calls: 100 - i,
    totalMs: 10,
    rows: 1,
  }))
  return { source: 'file', statements, excluded: [] } as unknown as Workload
}

async function rehearsing(...files: string[]): Promise<Rehearsal> {
  const migrations = await Promise.all(
    files.map(async (sql, i) => ({
      file: `${i + 1}.sql`,
      statements: await statementsOf(`${i + 1}.sql`, sql),
      transaction: 'each' as const,
    })),
  )
  return rehearse(snapshot, migrations, { server })
}

test('a migration is told of statement by statement, in its own transactions', async () => {
  const { statements } = await rehearsing(
    `alter table shop."Order" alter column customer_id type bigint;
     alter table shop.customer alter column name type varchar(80);
     begin;
     alter table shop."Order" rename to purchase;

     alter table shop.purchase add column total numeric default 0; -- the same transaction
     commit;
     create table shop.fresh as select 1 as one;
     create index on shop.fresh (one);
     vacuum shop.purchase;
     alter table shop.nowhere add column a int`,
    'alter table shop.purchase alter at set not null; create index concurrently on shop.purchase (at)',
  )
  const told = statements.map(({ line, ok, locks, rewrites, blocks }) => ({
    line,
    ok,
    locks: locks.map(({ relation, mode }) => `${relation} ${mode}`),
    rewrites,
    blocks,
  }))
  const quiet = { ok: true, locks: [], rewrites: [], blocks: 'nothing' }
  const order = 'shop."Order" AccessExclusiveLock'
  expect(told).toEqual([
    { line: 1, ok: false, locks: [], rewrites: [], blocks: 'nothing' },
    { line: 2, ok: true, locks: ['shop.customer AccessExclusiveLock'], rewrites: [], blocks: 'reads and writes' },
    { line: 3, ...quiet },
    { line: 4, ok: true, locks: [order], rewrites: [], blocks: 'reads and writes' },
    { line: 6, ...quiet },
    { line: 7, ...quiet },
    { line: 8, ...quiet },
    { line: 9, ...quiet },
    { line: 10, ok: true, locks: ['shop.purchase ShareUpdateExclusiveLock'], rewrites: [], blocks: 'schema changes' },
    { line: 11, ...quiet, ok: false },
    { line: 1, ok: true, locks: ['shop.purchase AccessExclusiveLock'], rewrites: [], blocks: 'reads and writes' },
    { line: 1, ok: true, locks: ['shop.purchase ShareUpdateExclusiveLock'], rewrites: [], blocks: 'schema changes' },
  ])
  expect(statements[0]?.error?.message).toMatch(/cannot alter type of a column used by a view/)
})

test('what takes time is estimated from the sizes of the source, and who waits is named', async () => {
  const { statements } = await rehearsing(
    'alter table shop."Order" add column at2 timestamptz default clock_timestamp(); create index on shop."Order" (at)',
  )
  const [rewrite, build] = statements
  expect(rewrite?.rewrites).toEqual(['shop."Order"'])
  expect(rewrite?.estimateMs).toBeGreaterThan(0)
  expect(rewrite?.waiting.map(({ sql }) => sql)).toEqual([byCustomer, latest, insert, inView])
  expect(build?.waiting.map(({ sql }) => sql)).toEqual([insert])
})

test('plans that a migration changes are told, with what it breaks', async () => {
  const { plansChanged, plansCompared } = await rehearsing(
    `create index on shop."Order" (at); drop index shop."by customer"; alter table shop.customer rename name to label`,
  )
  expect(plansCompared).toBe(4)
  const told = plansChanged.map(({ sql, costBefore, costAfter, broken }) => ({
    sql,
    better: costAfter === null || costBefore === null ? null : costAfter < costBefore,
    broken,
  }))
  expect(told).toContainEqual({ sql: customers, better: null, broken: expect.stringMatching(/name/) })
  expect(told).toContainEqual({ sql: latest, better: true, broken: null })
  expect(told).toContainEqual({ sql: byCustomer, better: false, broken: null })
  expect(told).toHaveLength(3)
})

test('new names change no plan', async () => {
  const { plansChanged } = await rehearsing(
    `alter table shop.recent rename to recently; alter index shop."by customer" rename to of_customer;
     alter table shop.customer alter column name type varchar(80)`,
  )
  expect(plansChanged.map(({ sql }) => sql)).toEqual([inView])
})

test('what is made can be given to a superuser of the source, as dumps do', async () => {
  const superuser = snapshot.roles.find((role) => role.superuser)?.name ?? ''
  const { statements } = await rehearsing(
    `create schema more; create table more.a (id int); create table shop.b (id int);
     alter table more.a owner to "${superuser}"; alter table shop.b owner to "${superuser}"`,
  )
  expect(statements.flatMap(({ error }) => error ?? [])).toEqual([])
})
