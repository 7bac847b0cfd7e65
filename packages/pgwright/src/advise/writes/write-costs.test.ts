import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { fingerprint } from '../../sql/index.ts'
import type { SpecCandidate } from '../../twin/index.ts'
import { WriteCosts } from './write-costs.ts'

let database: TestDatabase
let snapshot: Snapshot
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table t (id int primary key, a int, b text, c int, d timestamptz);
      insert into t select i, i, 'B' || i, i % 10, now() from generate_series(1, 1000) i;
      create index on_b on t (lower(b)); create index on_c on t (a) where c = 1; create index on_d on t using brin (d);
      create table u (id int, a int, b int); create index u_id on u (id);
      analyze t`,
  })
  snapshot = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
})

function loadOf(name: string, statements: readonly (readonly [sql: string, rows: number])[], of = snapshot) {
  const workload = {
    ...of.workload,
    statements: statements.map(([sql, rows]) => ({
      fingerprint: fingerprint(sql),
      sql,
      role: null,
      calls: rows,
      totalMs: 0,
      rows,
    })),
  }
  const index = of.indexes.find((one) => one.name === name)
  if (index === undefined) throw new Error(`no index ${name}`)
  return new WriteCosts({ ...of, workload }).ofIndex(index)
}

test('an inserted row is an entry, in a partial index where it meets the condition', () => {
  const insert = ['insert into t (id) values ($1)', 100] as const
  expect(loadOf('on_b', [insert]).entries).toBe(100)
  expect(loadOf('on_c', [insert]).entries).toBeCloseTo(10, 0)
})

test('an update of a column within an expression is an entry, one of a column that nothing holds is not', () => {
  expect(loadOf('on_b', [['update t set b = $1 where id = $2', 50]]).entries).toBe(50)
  const heapOnly = withoutCounters(snapshot)
  expect(loadOf('on_b', [['update t set d = $1 where id = $2', 50]], heapOnly).entries).toBe(0)
})

test('what is written within WITH, by MERGE and ON CONFLICT counts', () => {
  expect(loadOf('on_b', [['with x as (insert into t (id) values ($1) returning id) select * from x', 7]]).entries).toBe(
    7,
  )
  const upsert = 'insert into t (id, b) values ($1, $2) on conflict (id) do update set b = excluded.b'
  expect(loadOf('on_b', [[upsert, 10]]).entries).toBe(10)
  const merge = `merge into t using (select $1::int as id) s on t.id = s.id when matched then update set b = 'x'
    when not matched then insert (id) values (s.id)`
  expect(loadOf('on_b', [[merge, 10]]).entries).toBe(10)
  const within = `with x as (insert into t (id) values ($1) returning id) merge into u using x on u.id = x.id
    when matched then delete`
  expect(loadOf('on_b', [[within, 7]]).entries).toBe(7)
})

test('a new index on a column that is updated ends heap-only updates, and pays for the entries of the others', () => {
  const updates = [
    { sql: 'update u set a = 1', rows: 30 },
    { sql: 'update u set b = 1', rows: 70 },
    { sql: 'update u set id = 1', rows: 100 },
  ]
  const loadOfNew = (column: string, hotUpdates: number) => {
    const [table, key] = [
      snapshot.relations.find(({ name }) => name === 'u'),
      snapshot.indexes.find(({ name }) => name === 'u_id'),
    ]
    if (table === undefined || key === undefined) throw new Error('no table u')
    const activity = {
      inserts: 0,
      updates: 2000,
      hotUpdates,
      deletes: 0,
      sequentialScans: 0,
      indexScans: 0,
      deadRows: 0,
    }
    const statements = updates.map((one) => ({ ...one, fingerprint: one.sql, role: null, calls: one.rows, totalMs: 0 }))
    const workload = { ...snapshot.workload, statements }
    const on = { schema: table.schema, name: table.name }
    const spec = { on, keys: [{ column }], include: [], predicate: null }
    const candidate = { spec, parts: [{ on, size: table.size }], height: 1, operatorClasses: ['int4_ops'] }
    const costs = new WriteCosts({ ...snapshot, relations: [{ ...table, activity }], indexes: [key], workload })
    return costs.of(candidate as unknown as SpecCandidate)
  }
  // Half of the rows that are updated could be heap-only, and half of those found room.
  expect(loadOfNew('a', 500)).toMatchObject({ heapOnlyLost: 15, entries: 30 + 35 + 100 + 15 })
  expect(loadOfNew('b', 500).heapOnlyLost).toBe(35)
  expect(loadOfNew('a', 1000)).toMatchObject({ heapOnlyLost: 30, entries: 30 + 100 + 30 })
  expect(loadOfNew('id', 1000)).toMatchObject({ heapOnlyLost: 0, entries: 100 })
})

test('deleted rows are left for vacuum, which costs less than entering them', () => {
  const inserted = loadOf('on_b', [['insert into t (id) values ($1)', 100]])
  const deleted = loadOf('on_b', [['delete from t where id = $1', 100]])
  expect(deleted.cost).toBeGreaterThan(0)
  expect(deleted.cost).toBeLessThan(inserted.cost / 5)
})

test('where the workload has no statement that writes, the counters of the table tell', () => {
  const day = 86_400_000
  const relations = snapshot.relations.map((relation) => ({
    ...relation,
    activity: { inserts: 1000, updates: 0, hotUpdates: 0, deletes: 0, sequentialScans: 0, indexScans: 0, deadRows: 0 },
  }))
  const since = new Date(Date.parse(snapshot.takenAt) - 10 * day).toISOString()
  const known = { ...snapshot, relations, database: { ...snapshot.database, statsSince: since } }
  const ofADay = { ...known, workload: { ...known.workload, periodMs: day } }
  expect(loadOf('on_b', [], ofADay).entries).toBeCloseTo(100)
  expect(loadOf('on_b', [], known).entries).toBe(0)
})

/** Of a server of which nothing is known of how updates went. */
function withoutCounters(of: Snapshot): Snapshot {
  return { ...of, relations: of.relations.map((relation) => ({ ...relation, activity: null })) }
}
