import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { checksums, type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { fastnext } from './index.ts'

const modules = ['identity', 'projects', 'workflows', 'activity']

let system: SmallSystem
let again: SmallSystem
let tables: readonly string[]

beforeAll(async () => {
  system = await smallSystem(fastnext)
  again = await smallSystem(fastnext)
  const rows = await system.owner.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace
     order by relname`,
  )
  tables = rows.map(({ name }) => name)
})

test.each([
  ['identity', 7],
  ['projects', 7],
  ['workflows', 4],
  ['activity', 3],
])('module %s has its %i tables', async (module, count) => {
  const names = [...(await sqlOf(module)).matchAll(/^create table (\w+)/gm)].map(([, name]) => name)
  expect(names).toHaveLength(count)
  expect(tables).toEqual(expect.arrayContaining(names))
})

test('there are 21 tables, each with rows, and nothing is left of the build', async () => {
  expect(tables).toHaveLength(21)
  for (const table of tables) {
    const [row] = await system.owner.query<{ rows: number }>(`select count(*)::integer as rows from ${table}`)
    expect(row?.rows, table).toBeGreaterThan(0)
  }
  expect(await system.owner.query(`select nspname from pg_namespace where nspname = 'build'`)).toEqual([])
})

test('every table has the second index on its key that the models make', async () => {
  const indexes = await system.owner.query(
    `select indexname from pg_indexes where schemaname = 'public' and indexname like 'ix\\_%\\_id' and indexdef like '%(id)'`,
  )
  expect(indexes).toHaveLength(21)
})

test('every foreign key is there and validated', async () => {
  const [keys] = await system.owner.query<{ validated: number }>(
    `select count(*) filter (where convalidated)::integer as validated
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  )
  const written = await Promise.all(modules.map(sqlOf))
  expect(keys?.validated).toBe(written.join('\n').match(/ references /g)?.length)
})

test('activity grows over the months, by day more than by night, and belongs to few', async () => {
  const [row] = await system.owner.query(
    `select
       count(*) filter (where "timestamp" >= '2025-01-13') > 1.5 * count(*) filter (where "timestamp" < '2023-12-11') as grows,
       count(*) filter (where extract(hour from "timestamp" at time zone 'UTC') between 8 and 16)
         > 0.6 * count(*) as by_day,
       count(*) filter (where extract(isodow from "timestamp" at time zone 'UTC') > 5) < 0.12 * count(*) as weekends,
       (select sum(n) from (select count(*) as n from activity_logs group by user_id order by 1 desc limit 100) as most)
         > 0.25 * count(*) as few,
       bool_and("timestamp" >= '2023-11-06' and "timestamp" < '2025-02-17') as in_time
     from activity_logs`,
  )
  expect(row).toEqual({ grows: true, by_day: true, weekends: true, few: true, in_time: true })
})

test('nobody acts before having signed up', async () => {
  const early = await system.owner.query(
    `select l.id from activity_logs l join users u on u.id = l.user_id where l."timestamp" < u.created_at - interval '2 days'`,
  )
  expect(early).toEqual([])
})

test('the configurations of some templates are kept out of line', async () => {
  const [row] = await system.owner.query<{ bytes: string }>(
    `select pg_relation_size(reltoastrelid) as bytes from pg_class where relname = 'workflow_templates'`,
  )
  expect(Number(row?.bytes)).toBeGreaterThan(0)
})

test('a new row goes on after the loaded ones', async () => {
  const [row] = await system.owner.query<{ next: string; last: string }>(
    `select nextval(pg_get_serial_sequence('activity_logs', 'id')) as next, max(id) as last from activity_logs`,
  )
  expect(Number(row?.next)).toBe(Number(row?.last) + 1)
})

test('two builds agree to the last byte', async () => {
  const all = [...tables, 'partitioned.activity_logs', 'partitioned.user_agents']
  expect(await checksums(again.owner, all)).toEqual(await checksums(system.owner, all))
})

function sqlOf(module: string): Promise<string> {
  return readFile(new URL(`./schema/${module}.sql`, import.meta.url), 'utf8')
}
