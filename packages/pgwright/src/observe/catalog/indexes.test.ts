import { expect, test } from 'vitest'
import type { Index } from '../../model/index.ts'
import { openZoo } from '../testing/zoo.ts'

const zoo = await openZoo(`
  create table "S 1".t (id bigint primary key, "user" text collate "C", at date, tags text[], span int4range,
    exclude using gist (span with &&));
  insert into "S 1".t select i, 'u' || i, '2024-01-01', array['x'] from generate_series(1, 2000) as i;
  create index "Idx ""q" on "S 1".t (lower("user") desc nulls last, at) include (tags, "user") where at > '2020-01-01';
  create index other on "S 1".t ("user" collate "POSIX" text_pattern_ops);
  create unique index referenced on "S 1".t (id, at);
  create index on "S 1".t using gin (tags);
  create table "S 1".pointing (id bigint, at date, foreign key (id, at) references "S 1".t (id, at));
  create unique index same_null on "S 1".pointing (id) nulls not distinct;
  comment on index "S 1".same_null is 'häh';
  alter table "S 1".t replica identity using index t_pkey;
  alter table "S 1".t cluster on t_pkey;
  create table "S 1".part (k int, primary key (k)) partition by range (k);
  create table "S 1".part_1 partition of "S 1".part for values from (0) to (10);
  create index only_parent on only "S 1".part (k);
  analyze`)
const snapshot = await zoo.observe()

function index(name: string): Index {
  const found = snapshot.indexes.find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`${name} was not observed`)
  return found
}

test("the definition is PostgreSQL's own, and its parts are told apart", () => {
  expect(index('Idx "q')).toMatchObject({
    table: 't',
    method: 'btree',
    definition:
      'CREATE INDEX "Idx ""q" ON "S 1".t USING btree (lower("user") DESC NULLS LAST, at) INCLUDE (tags, "user") ' +
      "WHERE (at > '2020-01-01'::date)",
    keys: [
      { column: null, definition: 'lower("user")', operatorClass: 'text_ops', descending: true, nullsFirst: false },
      { column: 'at', definition: 'at', operatorClass: 'date_ops', collation: null, descending: false },
    ],
    include: ['tags', 'user'],
    predicate: "(at > '2020-01-01'::date)",
    unique: false,
    constraint: null,
  })
})

test("operator class and collation are told where they are not the column's", () => {
  expect(index('other').keys).toEqual([
    {
      column: 'user',
      definition: '"user"',
      operatorClass: 'text_pattern_ops',
      collation: 'pg_catalog."POSIX"',
      descending: false,
      nullsFirst: false,
    },
  ])
})

test('what rests on an index is named, a foreign key from elsewhere too', () => {
  expect(index('t_pkey')).toMatchObject({ constraint: 't_pkey', primary: true, clustered: true, replicaIdentity: true })
  expect(index('referenced')).toMatchObject({ constraint: 'pointing_id_at_fkey', unique: true, primary: false })
  expect(index('t_span_excl')).toMatchObject({ exclusion: true, method: 'gist' })
})

test('nulls not distinct, comment and kind are told', () => {
  expect(index('same_null')).toMatchObject({ nullsNotDistinct: true, comment: 'häh', schema: 'S 1' })
  expect(index('t_tags_idx').method).toBe('gin')
})

test('the index of a partition names its parent, and a parent without partitions is invalid', () => {
  expect(index('part_1_pkey').parentIndex).toBe('"S 1".part_pkey')
  expect(index('part_pkey').definition).toContain('ON ONLY "S 1".part')
  expect(index('only_parent').valid).toBe(false)
})

test('sizes are there for every index, heights only where pageinspect is', async () => {
  expect(index('t_pkey')).toMatchObject({ height: null, size: { tuples: 2000 } })
  expect(index('t_pkey').size.blocks).toBeGreaterThan(5)
  await zoo.client.query('create extension pageinspect schema "S 1"')
  const heights = (await zoo.observe()).indexes.map(({ name, height }) => [name, height])
  expect(Object.fromEntries(heights)).toMatchObject({ t_pkey: 1, part_1_pkey: 0, part_pkey: null, t_tags_idx: null })
  expect((await zoo.observe(zoo.roles.reader)).indexes.every(({ height }) => height === null)).toBe(true)
})
