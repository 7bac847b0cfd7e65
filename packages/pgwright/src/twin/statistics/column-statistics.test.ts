import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { ColumnStatistics } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { restoreColumnStatistics } from './column-statistics.ts'

const schema = `
  create function refuse(int) returns bool language plpgsql as $$ begin return $1 < 1000000; end $$;
  create domain checked as int check (refuse(value));
  create type boxed as (n checked);
  create table thing (id int, kind text, tags text[], span int4range, boxed boxed);
  insert into thing select i, 'k' || i % 20, array['a', 'b' || i % 3], int4range(i, i + 9), row(i % 9)::boxed
    from generate_series(1, 2000) i;
  create index on thing (lower(kind));
  create index on thing using gin (to_tsvector('simple', kind));
  analyze thing`

describe('statistics that a snapshot brings', () => {
  let source: TestDatabase
  let statistics: readonly ColumnStatistics[]
  beforeAll(async () => {
    source = await createDatabase({ schema })
    const snapshot = await withReader(parseTarget(source.url), (client) => observe(client, { workload: false }))
    statistics = snapshot.columnStatistics
  })

  /** They are put back where they come from, and planned with. */
  async function gapsOf(column: string, change: Partial<ColumnStatistics>): Promise<string[]> {
    const changed = statistics.map((s) => (s.column === column ? { ...s, ...change } : s))
    const gaps = await restoreColumnStatistics({ owner: source.client, builder: source.client }, changed)
    for (const [table, condition] of probes)
      await source.client.query(`explain select * from ${table} where ${condition}`)
    return gaps.map(({ object, reason }) => `${object}: ${reason}`)
  }

  const probes = [
    ['thing', `id < 5 and kind = 'k3' and kind < 'k4'`],
    ['thing', `tags @> array['b1'] or tags <@ array['a'] or span && int4range(4, 8)`],
    ['thing', `lower(kind) = 'k7' or boxed = row(4)::boxed`],
    ['thing', `to_tsvector('simple', kind) @@ 'k4'::tsquery`],
  ] as const

  test('are written as ANALYZE wrote them, those of expressions too', async () => {
    const written = `select s::text from pg_statistic s where starelid in (select oid from pg_class
      where relnamespace = 'public'::regnamespace) order by 1`
    const before = await source.client.query(written)
    expect(await gapsOf('', {})).toEqual([])
    const kinds = (rows: unknown[]) =>
      JSON.stringify(rows)
        .split(/[(),"\\{}]+/)
        .toSorted()
    expect(kinds((await source.client.query(written)).rows)).toEqual(kinds(before.rows))
  })

  test.each<[string, string, Partial<ColumnStatistics>]>([
    ['frequencies for fewer values', 'kind', { commonFrequencies: [0.5] }],
    ['a frequency that is no number', 'kind', { commonValues: '{a}', commonFrequencies: [Number.NaN] }],
    ['a frequency without bounds', 'kind', { commonValues: '{a}', commonFrequencies: [Number.POSITIVE_INFINITY] }],
    ['values without frequencies', 'kind', { commonFrequencies: null }],
    ['frequencies without values', 'kind', { commonValues: null }],
    ['an empty array', 'kind', { commonValues: '{}', commonFrequencies: [] }],
    ['null among the values', 'kind', { commonValues: '{a,NULL}', commonFrequencies: [0.1, 0.1] }],
    ['an array of arrays', 'kind', { commonValues: '{{a,b},{c,d}}', commonFrequencies: [0.1, 0.1] }],
    ['what is no array', 'kind', { commonValues: `'); drop table thing; --`, commonFrequencies: [0.1] }],
    ['a value that its type refuses', 'id', { histogram: '{1,2,three}' }],
    ['a histogram of one value', 'id', { histogram: '{1}' }],
    ['a histogram that is not in order', 'id', { histogram: '{1,3,2}' }],
    ['a correlation beyond 1', 'id', { correlation: 7 }],
    ['a null fraction below 0', 'id', { nullFraction: -1 }],
    ['a width below 0', 'id', { averageWidth: -4 }],
    ['too few distinct values', 'id', { distinct: -3 }],
    ['elements of what has none', 'id', { commonElements: '{1}', commonElementFrequencies: [0.1, 0.1, 0.1] }],
    ['too few frequencies of elements', 'tags', { commonElementFrequencies: [0.1] }],
    ['counts of elements that are no numbers', 'tags', { elementCountHistogram: [Number.NaN, 1, 2] }],
    ['bounds of an empty range', 'span', { rangeBoundsHistogram: '{empty,"[1,2)"}' }],
    ['lengths without numbers', 'span', { rangeLengthHistogram: '{a,b}' }],
    ['a value that a domain within refuses', 'boxed', { commonValues: '{(1000000)}', commonFrequencies: [1] }],
  ])('that make no sense are told, and nothing else is lost: %s', async (_, column, change) => {
    const gaps = await gapsOf(column, change)
    expect(gaps).toEqual([expect.stringContaining(`."${column}"`)])
  })

  test('that are there twice are told', async () => {
    const twice = [...statistics, ...statistics.slice(0, 1)]
    const gaps = await restoreColumnStatistics({ owner: source.client, builder: source.client }, twice)
    expect(gaps.map(({ reason }) => reason)).toEqual([expect.stringContaining('twice')])
  })

  test('of a column that is not there are told', async () => {
    expect(await gapsOf('id', { column: 'gone' })).toEqual([expect.stringContaining('."gone"')])
  })
})
