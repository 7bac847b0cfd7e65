import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeMajors } from '../../../test/majors.ts'
import { twinServer } from '../../../test/twins.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { comparePlans } from '../compare-plans.ts'
import { explainPlan } from '../explain.ts'
import { Twin } from '../twin.ts'

const objects = `
  create schema "S 1";
  create extension cube; create extension isn; create extension earthdistance;
  create type "S 1"."raw ""x" ;
  create function "S 1".raw_in(cstring) returns "S 1"."raw ""x" language internal immutable strict as 'int8in';
  create function "S 1".raw_out("S 1"."raw ""x") returns cstring language internal immutable strict as 'int8out';
  create type "S 1"."raw ""x" (input = "S 1".raw_in, output = "S 1".raw_out, like = int8);
  create domain near as cube default cube(1) not null check (cube_dim(value) < 4);
  create type spot as (at cube, name text);
  create table item (id int primary key, at cube not null, code isbn, place earth, raw "S 1"."raw ""x", near near,
    spot spot, path cube[], kind int,
    dim int generated always as (cube_dim(at)) stored);
  insert into item select i, cube(i % 90, i), case when i % 3 > 0 then '0-123-45678-9'::isbn end, ll_to_earth(i % 80, 7),
      i::text::"S 1"."raw ""x", cube(i % 7), row(cube(i), 'n')::spot, array[cube(i % 5)], i % 40
    from generate_series(1, 5000) i;
  create table other (item int references item, at cube);
  alter table other alter at set default cube(7);
  insert into other select i, cube(i) from generate_series(1, 5000) i;
  create index on item (kind);
  create index on item (at);
  create index on item using gist (at);
  create view far as select i.id, i.at, o.item from item i join other o on o.item = i.id;
  vacuum analyze item;
  vacuum analyze other`

const queries = [
  'select * from item where kind = 7',
  'select id, at, code, place, raw, near, spot, path, dim from item order by kind',
  'select item.at, o.item from item join other o on o.item = item.id where kind < 3',
  'select * from item where code is null',
  'select * from far where id < 60 order by id',
  'update item set kind = kind + 1 where id = 5',
  'select distinct kind, id from item where raw is not null',
]

const told = [
  'checks and default of domain "public"."near"',
  'defaults and generated columns of table "public"."item"',
  'defaults and generated columns of table "public"."other"',
  'extension "no_cube"',
  'extension "no_earthdistance"',
  'extension "no_isn"',
  'function "S 1"."raw_in"',
  'function "S 1"."raw_out"',
  'index "public"."item_at_idx"',
  'index "public"."item_at_idx1"',
  'type "S 1"."raw ""x"',
]

describeMajors(
  'a twin that lacks an extension',
  async (client) => {
    for (const statement of objects.split(';\n')) await client.query(statement)
  },
  (source, major) => {
    let snapshot: Snapshot
    let twin: Twin
    const asked = { role: null, settings: {} }
    beforeAll(async () => {
      snapshot = withoutExtensions(
        await withReader(parseTarget(source().url()), (client) => observe(client, { workload: false })),
      )
      twin = await Twin.open(withModifiers(snapshot), { server: await twinServer(major) })
    })
    afterAll(() => twin?.close())

    test.each(queries)('plans what needs no code of it as the source does: %s', async (sql) => {
      const real = await explainPlan(source().client, major, sql)
      expect(comparePlans(real, await twin.explain(sql, asked)).difference).toBeNull()
    })

    test.each([
      `select * from item where at = '(1,2)'`,
      'select cube_dim(at) from item',
      'select at from item order by at',
      'select count(distinct code) from item',
    ])('says of a statement that needs code of it that it has none: %s', async (sql) => {
      await expect(twin.explain(sql, asked)).rejects.toThrow()
    })

    test('takes modifiers of its types', async () => {
      await twin.explain(`select '(1)'::cube(4), null::cube(Point, 4326)[] from item`, asked)
    })

    test('tells it once for each extension, and for each type and index that is lost', () => {
      expect(twin.gaps.map(({ object }) => object).toSorted()).toEqual(told)
    })
  },
)

/** As if it had been taken of a source with extensions that are nowhere here. */
function withoutExtensions(snapshot: Snapshot): Snapshot {
  const nowhere = (name: string) => (['cube', 'isn', 'earthdistance'].includes(name) ? `no_${name}` : name)
  return {
    ...snapshot,
    extensions: snapshot.extensions.map((extension) => ({ ...extension, name: nowhere(extension.name) })),
    opaqueTypes: snapshot.opaqueTypes.map((type) => ({
      ...type,
      extension: type.extension === null ? null : nowhere(type.extension),
    })),
  }
}

/** Such as `vector` and `geometry` have. */
function withModifiers(snapshot: Snapshot): Snapshot {
  const relations = snapshot.relations.map((relation) => ({
    ...relation,
    columns: relation.columns.map((column) => ({
      ...column,
      type: column.type.replace(/^public\.cube/, 'public.cube(PointZ,4326)'),
    })),
  }))
  return { ...snapshot, relations }
}
