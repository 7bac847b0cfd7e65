import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import type { Change, Plan } from '../model/index.ts'
import { fingerprint } from '../sql/index.ts'
import { prove } from './prove.ts'

const byTenant = 'select sum(total) from visit where tenant = $1'
const counted = 'select count(*) from log'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table visit (id int, tenant int, total int, note text);
      insert into visit select i, i % 500, i, repeat('x', 80) from generate_series(1, 30000) i;
      create table log (id int) partition by hash (id);
      create table log_0 partition of log for values with (modulus 2, remainder 0);
      create table log_1 partition of log for values with (modulus 2, remainder 1);
      insert into log select generate_series(1, 20000);
      analyze visit, log`,
  })
})

const plan: Plan = {
  ...planOf(create()),
  workload: {
    source: 'test',
    statements: [byTenant, counted].map((sql) => {
      return { fingerprint: fingerprint(sql), sql, role: null, calls: 10, totalMs: 10, rows: 1 }
    }),
    excluded: [],
  },
}

function proved(options: { readonly cold?: boolean }, url = database.url) {
  const connect = async () => {
    const client = new pg.Client(url)
    await client.connect()
    return client
  }
  return prove(connect, plan, { describeTarget: 'test', repeats: 3, ...options })
}

test('without pg_buffercache nothing is measured cold, and the trial says why', async () => {
  const { trial } = await proved({ cold: true })
  expect(trial?.queries.filter(({ cold }) => cold !== undefined)).toEqual([])
  expect(trial?.notCold).toEqual([
    { fingerprint: null, reason: 'The extension pg_buffercache is not there in version 1.6 or later.' },
  ])
})

test('cold runs read the pages of tables and indexes, as many as there are, and fewer by an index', async () => {
  await database.client.query('create schema ext; create extension pg_buffercache schema ext')
  const { trial } = await proved({ cold: true })
  expect(trial?.notCold).toEqual([])
  const [tenant, count] = [byTenant, counted].map((sql) =>
    trial?.queries.find((query) => query.fingerprint === fingerprint(sql)),
  )
  const { rows } = await database.client.query(
    `select pg_relation_size('visit')::int / 8192 as visit, (pg_relation_size('log_0') + pg_relation_size('log_1'))::int / 8192 as log`,
  )
  expect(tenant?.cold?.before).toMatchObject({ runs: 3, buffersRead: rows[0].visit })
  expect(tenant?.cold?.after.buffersRead).toBeLessThan(rows[0].visit / 2)
  expect(tenant?.cold?.after.buffersRead).toBeGreaterThan(2)
  expect(count?.cold?.after.buffersRead).toBe(rows[0].log)
  expect(count?.cold?.before).toEqual(count?.cold?.after)
})

test('a role that may not empty the buffers gets the warm figures, and the reason', async () => {
  const owner = `cold_${database.name}`
  await database.client.query(`create role ${owner} login password '${database.password}';
    grant create on schema public to ${owner};
    alter table visit owner to ${owner}; alter table log owner to ${owner};
    alter table log_0 owner to ${owner}; alter table log_1 owner to ${owner}`)
  const { trial } = await proved({ cold: true }, database.urlAs(owner))
  expect(trial?.queries).toHaveLength(2)
  expect(trial?.notCold).toEqual([{ fingerprint: null, reason: 'Only a superuser may empty shared buffers.' }])
  await database.client.query(`reassign owned by ${owner} to current_user; drop owned by ${owner}; drop role ${owner}`)
})

test('nothing is said of cold runs where nobody asked for them', async () => {
  expect((await proved({})).trial).not.toHaveProperty('notCold')
})

function create(): Change {
  const sql = 'create index concurrently visit_tenant on public.visit (tenant)'
  const ensure = {
    kind: 'index-present',
    schema: 'public',
    table: 'visit',
    index: 'visit_tenant',
    definition: null,
  } as const
  return {
    id: 'cold',
    schema: 'public',
    table: 'visit',
    kind: 'create-index',
    sql,
    steps: [{ sql, ensure, locks: [], transactional: false }],
    rollbackSql: '',
    rollback: [],
    sizeBytes: 0,
    benefit: { total: 1, queries: [{ fingerprint: fingerprint(byTenant), costBefore: 2, costAfter: 1 }] },
    writeCost: 0,
    reason: '',
    forms: null,
    dependsOn: [],
    trial: null,
  }
}
