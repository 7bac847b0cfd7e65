import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { twinServer } from '../../../test/twins.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { Twin } from '../twin.ts'

const schema = `
  create extension btree_gist; create extension pg_trgm; select setseed(0.5);
  create table t as select i as id, (random() * 1000)::int as few,
    case when random() < 0.4 then null else (random() * 20000)::int end as nullable,
    'customer number ' || (random() * 50000)::int || ' of ' || (array['Berlin', 'London', 'Paris'])[1 + i % 3] as name,
    md5(i::text) as hash, (i * 1.37)::numeric(12, 2) as num, timestamptz '2024-01-01' + i * interval '3 minutes' as at,
    date '2020-01-01' + (random() * 1500)::int as day,
    (select array_agg((power(random(), 2) * 300)::int) from generate_series(1, 2 + i % 5)) as ints,
    (select array_agg('tag' || (power(random(), 3) * 2000)::int) from generate_series(1, 1 + i % 4)) as tags,
    jsonb_build_object('kind', (array['a', 'b', 'c'])[1 + i % 3], 'user', (random() * 10000)::int) as doc,
    int4range(i, i + (random() * 100)::int) as span, point(random() * 1000, random() * 1000) as pt,
    box(point(random() * 1000, random() * 1000), point(random() * 1000, random() * 1000)) as area
    from generate_series(1, 60000) i;
  alter table t set (autovacuum_enabled = off);
  analyze t`

describe('the size of an index, against one that PostgreSQL built', () => {
  let source: TestDatabase
  let twin: Twin
  beforeAll(async () => {
    source = await createDatabase({ schema })
    twin = await Twin.open(
      await withReader(parseTarget(source.url), (client) => observe(client, { workload: false })),
      { server: await twinServer() },
    )
  })
  afterAll(() => twin?.close())

  test.each([
    ['(few)', 0.05],
    ['(nullable)', 0.1],
    ['(name)', 0.1],
    ['(num)', 0.02],
    ['(day, nullable)', 0.15],
    ['(hash) include (num, few)', 0.02],
    ['(id) with (fillfactor = 60)', 0.02],
    ['(few) with (deduplicate_items = off)', 0.02],
    ['(at) where few < 200', 0.05],
    ['using hash (id)', 0.02],
    ['using hash (few)', 0.1],
    ['using hash (hash) with (fillfactor = 50)', 0.02],
    ['using gin (ints)', 0.2],
    ['using gin (tags)', 0.2],
    ['using gin (name gin_trgm_ops)', 0.2],
    ['using gin (doc jsonb_path_ops)', 0.8],
    ['using gist (few)', 0.1],
    ['using gist (span)', 0.1],
    ['using gist (area)', 0.1],
    ['using gist (name gist_trgm_ops)', 0.2],
    ['using spgist (pt)', 0.2],
    ['using spgist (hash)', 0.2],
    ['using spgist (area)', 0.2],
    ['using spgist (name)', 0.25],
    ['using brin (id, at) with (pages_per_range = 1)', 0.02],
  ])('%s: within %d', async (index, bound) => {
    await source.client.query(`create index x on t ${index}`)
    const { rows } = await source.client.query(`select pg_relation_size('x') as bytes`)
    await source.client.query('drop index x')
    const candidate = await twin.addIndex(`create index on t ${index}`)
    await twin.removeIndexes([candidate])
    expect(Math.abs(candidate.sizeBytes / Number(rows[0].bytes) - 1)).toBeLessThan(bound)
  })
})
