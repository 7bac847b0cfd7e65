import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { btreeSize } from './btree-size.ts'

describe('the size of a B-tree, against one that PostgreSQL built', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createDatabase({
      schema: `create table t as select i as id, (i * 7919) % 1000 as few, (i * 7919) % 40000 as many, 'name ' || i as name
        from generate_series(1, 200000) i; create index u on t (id); create index f on t (few); create index s on t (many);
        create index c on t (id) include (few); create index m on t (few, id)`,
    })
  })

  test.each([
    ['u', 'unique integers', { distinct: 200_000, tupleBytes: 16, keyWidthBytes: 4, deduplicates: true }],
    ['f', 'two hundred rows to a key', { distinct: 1000, tupleBytes: 16, keyWidthBytes: 4, deduplicates: true }],
    ['s', 'five rows to a key', { distinct: 40_000, tupleBytes: 16, keyWidthBytes: 4, deduplicates: true }],
    ['c', 'an included column', { distinct: 200_000, tupleBytes: 16, keyWidthBytes: 4, deduplicates: false }],
    ['m', 'two columns', { distinct: 200_000, tupleBytes: 16, keyWidthBytes: 8, deduplicates: true }],
  ])('%s: %s', async (name, _, contents) => {
    const { rows } = await database.client.query(`select pg_relation_size($1::regclass) / 8192 as blocks`, [name])
    const size = btreeSize({ ...contents, rows: 200_000, commonGroups: [] })
    expect(size.blocks / Number(rows[0].blocks)).toBeCloseTo(1, 1)
  })
})

test('an empty index is its metapage', () => {
  const nothing = { rows: 0, distinct: 0, commonGroups: [], tupleBytes: 16, keyWidthBytes: 4 }
  expect(btreeSize({ ...nothing, deduplicates: true })).toMatchObject({ blocks: 1, height: 0 })
})
