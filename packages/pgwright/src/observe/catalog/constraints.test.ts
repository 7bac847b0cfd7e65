import { expect, test } from 'vitest'
import { openZoo } from '../testing/zoo.ts'

const zoo = await openZoo(`
  create table "S 1"."Order" (id bigint primary key, "Line no" int, unique ("Line no", id));
  create table "S 1".item (
    "order" bigint references "S 1"."Order" on delete cascade,
    n int constraint "N > 0" check (n > 0),
    span int4range,
    exclude using gist (span with &&)
  );
  alter table "S 1".item add constraint later check (n < 100) not valid;
  create table "S 1".child () inherits ("S 1".item);
  create table "S 1".part (k int primary key, o bigint references "S 1"."Order") partition by range (k);
  create table "S 1".part_1 partition of "S 1".part for values from (0) to (10)`)
const snapshot = await zoo.observe()

test('constraints can be made again from what is said of them', () => {
  const found = snapshot.constraints.filter(({ kind }) => kind !== 'not-null')
  expect(found.map(({ table, name, kind, definition }) => [table, name, kind, definition])).toEqual([
    ['part_1', 'part_1_pkey', 'primary', 'PRIMARY KEY (k)'],
    ['part', 'part_o_fkey', 'foreign', 'FOREIGN KEY (o) REFERENCES "S 1"."Order"(id)'],
    ['part', 'part_pkey', 'primary', 'PRIMARY KEY (k)'],
    ['item', 'N > 0', 'check', 'CHECK ((n > 0))'],
    ['item', 'item_order_fkey', 'foreign', 'FOREIGN KEY ("order") REFERENCES "S 1"."Order"(id) ON DELETE CASCADE'],
    ['item', 'item_span_excl', 'exclusion', 'EXCLUDE USING gist (span WITH &&)'],
    ['item', 'later', 'check', 'CHECK ((n < 100)) NOT VALID'],
    ['Order', 'Order_Line no_id_key', 'unique', 'UNIQUE ("Line no", id)'],
    ['Order', 'Order_pkey', 'primary', 'PRIMARY KEY (id)'],
  ])
})

test('a key names its index, and what is not validated says so', () => {
  const byName = Object.fromEntries(snapshot.constraints.map((constraint) => [constraint.name, constraint]))
  expect(byName.Order_pkey).toMatchObject({ index: 'Order_pkey', validated: true })
  expect(byName.item_order_fkey?.index).toBeNull()
  expect(byName.later?.validated).toBe(false)
})
