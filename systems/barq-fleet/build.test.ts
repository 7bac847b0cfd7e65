import { expect, test } from 'vitest'
import { testBuild } from '../frame/test/common.ts'
import { barqFleet } from './index.ts'

const built = testBuild(barqFleet, new URL('./schema/', import.meta.url), {
  fleet: 10,
  operations: 13,
  hr: 6,
  support: 11,
  workflow: 11,
  admin: 5,
  analytics: 5,
  accommodation: 4,
  tenant: 2,
  core: 6,
})

test('every table has rows, a key, its timestamps and the redundant index of the mixin', async () => {
  const columns = await built.system.owner.query<{ table: string; names: string[] }>(
    `select attrelid::regclass::text as table, array_agg(attname::text order by attname) as names
     from pg_attribute
     where attname in ('id', 'created_at', 'updated_at') and attrelid = any ($1::regclass[])
     group by attrelid`,
    [built.tables],
  )
  expect(columns).toHaveLength(73)
  for (const { names } of columns) expect(names).toEqual(['created_at', 'id', 'updated_at'])
  const indexes = await built.system.owner.query<{ name: string }>(
    `select indexname as name from pg_indexes where indexname like 'ix\\_%\\_id' and indexdef like '%(id)'`,
  )
  expect(indexes).toHaveLength(73)
  for (const table of built.tables) {
    const [row] = await built.system.owner.query<{ rows: number }>(`select count(*)::integer as rows from ${table}`)
    expect(row?.rows, table).toBeGreaterThan(0)
  }
})

test('every tenant table goes with its organization', async () => {
  const keys = await built.system.owner.query(
    `select from pg_constraint where contype = 'f' and confrelid = 'organizations'::regclass and confdeltype = 'c'`,
  )
  expect(keys).toHaveLength(65)
})
