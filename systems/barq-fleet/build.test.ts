import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { checksums, type SmallSystem, smallSystem } from '../frame/test/small-system.ts'
import { barqFleet } from './index.ts'

let system: SmallSystem
let again: SmallSystem
let tables: readonly string[]

beforeAll(async () => {
  system = await smallSystem(barqFleet)
  again = await smallSystem(barqFleet)
  const rows = await system.owner.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace
     order by relname`,
  )
  tables = rows.map(({ name }) => name)
})

test.each([
  ['fleet', 10],
  ['operations', 13],
  ['hr', 6],
  ['support', 11],
  ['workflow', 11],
  ['admin', 5],
  ['analytics', 5],
  ['accommodation', 4],
  ['tenant', 2],
  ['core', 6],
])('module %s has its %i tables', async (module, count) => {
  const sql = await readFile(new URL(`./schema/${module}.sql`, import.meta.url), 'utf8')
  const names = [...sql.matchAll(/^create table (\w+)/gm)].map(([, name]) => name)
  expect(names).toHaveLength(count)
  expect(tables).toEqual(expect.arrayContaining(names))
})

test('there are 73 tables and nothing is left of the build', async () => {
  expect(tables).toHaveLength(73)
  const schemas = await system.owner.query(`select nspname from pg_namespace where nspname = 'build'`)
  expect(schemas).toEqual([])
})

test('every table has rows, a key, its timestamps and the redundant index of the mixin', async () => {
  const columns = await system.owner.query<{ table: string; names: string[] }>(
    `select attrelid::regclass::text as table, array_agg(attname::text order by attname) as names
     from pg_attribute
     where attname in ('id', 'created_at', 'updated_at') and attrelid = any ($1::regclass[])
     group by attrelid`,
    [tables],
  )
  expect(columns).toHaveLength(73)
  for (const { names } of columns) expect(names).toEqual(['created_at', 'id', 'updated_at'])
  const indexes = await system.owner.query<{ name: string }>(
    `select indexname as name from pg_indexes where indexname like 'ix\\_%\\_id' and indexdef like '%(id)'`,
  )
  expect(indexes).toHaveLength(73)
  for (const table of tables) {
    const [row] = await system.owner.query<{ rows: number }>(`select count(*)::integer as rows from ${table}`)
    expect(row?.rows, table).toBeGreaterThan(0)
  }
})

test('every foreign key is there and validated', async () => {
  const [keys] = await system.owner.query<{ validated: number; tenant: number }>(
    `select count(*) filter (where convalidated)::integer as validated,
       count(*) filter (where confrelid = 'organizations'::regclass and confdeltype = 'c')::integer as tenant
     from pg_constraint where contype = 'f'`,
  )
  expect(keys).toEqual({ validated: await referencesWritten(), tenant: 65 })
})

test('a new row goes on after the loaded ones', async () => {
  const [row] = await system.owner.query<{ next: string; last: string }>(
    `select nextval(pg_get_serial_sequence('deliveries', 'id')) as next, max(id) as last from deliveries`,
  )
  expect(Number(row?.next)).toBe(Number(row?.last) + 1)
})

test('two builds agree to the last byte', async () => {
  expect(await checksums(again.owner, tables)).toEqual(await checksums(system.owner, tables))
})

async function referencesWritten(): Promise<number> {
  const modules = ['core', 'tenant', 'fleet', 'operations', 'hr', 'support', 'workflow', 'admin', 'analytics']
  const files = await Promise.all(
    [...modules, 'accommodation'].map((module) => readFile(new URL(`./schema/${module}.sql`, import.meta.url), 'utf8')),
  )
  return files.join('\n').match(/ references /g)?.length ?? 0
}
