import { expect, test } from 'vitest'
import { describeMajors } from '../../../test/majors.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { observe } from '../observe.ts'

const schema = `create schema "S 1";
  create table "S 1"."t ü" (id bigint primary key, "user" text, at timestamptz, gone bool);
  insert into "S 1"."t ü" select i, md5((i % 1000)::text), timestamptz '2025-01-01' + i * interval '1 min', i % 9 = 0
    from generate_series(1, 60000) i;
  create index wide on "S 1"."t ü" (repeat("user", 8));
  create index two on "S 1"."t ü" ("user" desc, id);
  create index partial on "S 1"."t ü" (at) where gone;
  create index small on "S 1"."t ü" (gone) where id < 10;
  analyze "S 1"."t ü";
  create role reader login password 'none'; grant usage on schema "S 1" to reader;
  grant select on "S 1"."t ü" to reader;
  create extension pageinspect`

describeMajors(
  'heights of B-trees',
  async (client) => {
    await client.query(schema)
  },
  (source) => {
    test("are what the metapages say, by the planner's word alone, for who may only read the table", async () => {
      await source().client.query(`alter role reader password '${source().server.password}'`)
      const snapshot = await withReader(parseTarget(source().url('reader')), (client) => observe(client))
      const heights = new Map(snapshot.indexes.map(({ name, height }) => [name, height]))
      const { rows } = await source().client.query<{ name: string; height: number }>(
        `select c.relname as name, m.fastlevel::int as height from pg_index i join pg_class c on c.oid = i.indexrelid,
           lateral bt_metap(c.oid::regclass::text) m where i.indrelid = '"S 1"."t ü"'::regclass`,
      )
      for (const { name, height } of rows.filter(({ name }) => name !== 'small'))
        expect([name, heights.get(name)]).toEqual([name, height])
      expect(rows.find(({ name }) => name === 'wide')?.height).toBeGreaterThan(1)
      expect(heights.get('small')).toBeNull()
    })

    test('are left out for who may not read the table, and where another session has locked it', async () => {
      const { client } = source()
      await client.query('revoke select on "S 1"."t ü" from reader; begin; lock table "S 1"."t ü"')
      const snapshot = await withReader(parseTarget(source().url('reader')), (reader) => observe(reader))
      await client.query('rollback')
      expect(snapshot.indexes).toEqual([])
    })
  },
)
