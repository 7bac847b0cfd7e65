import { expect, test } from 'vitest'
import { openZoo } from '../testing/zoo.ts'

const zoo = await openZoo(
  `
  create table "S 1".grown (id int primary key, "at \\"x\\"" date, note text, half int, hidden int);
  insert into "S 1".grown select i, date '2024-01-01' + i, 'n' || i, nullif(i % 500, 0), i from generate_series(1, 1000) i;
  create index on "S 1".grown ("at \\"x\\"" desc, id);
  create index on "S 1".grown (note) where id > 5;
  create index on "S 1".grown (half nulls first);
  create index on "S 1".grown (hidden);
  analyze "S 1".grown;
  insert into "S 1".grown select i, date '2024-01-01' + i, 'n' || i, i, i from generate_series(1001, 1100) i`.replaceAll(
    '\\"',
    '""',
  ),
)

async function endsSeenBy(role?: string) {
  const { columnStatistics } = await zoo.observe(role)
  return Object.fromEntries(columnStatistics.flatMap(({ column, ends }) => (ends === null ? [] : [[column, ends]])))
}

const ends = {
  id: '{1,1100}',
  'at "x"': '{2024-01-02,2027-01-05}',
  half: '{1,1100}',
}

test('columns that lead a plain index have their true ends, which ANALYZE did not see', async () => {
  expect(await endsSeenBy()).toEqual({ ...ends, hidden: '{1,1100}' })
})

test('a role that may not use the schema is told so', async () => {
  expect(await endsSeenBy(zoo.roles.reader)).toEqual({})
  const { gaps } = await zoo.observe(zoo.roles.reader)
  const told = gaps.filter(({ reason }) => reason.includes('least and greatest')).map(({ object }) => object)
  expect(told).toEqual(['id', 'at ""x""', 'half', 'hidden'].map((column) => `"S 1"."grown"."${column}"`))
})

test('an index that was never used is not used for having been observed', async () => {
  const scans = async () => {
    await zoo.client.query('select pg_stat_force_next_flush()')
    const { rows } = await zoo.client.query('select sum(idx_scan)::int as n from pg_stat_user_indexes')
    return rows[0]?.n
  }
  const before = await scans()
  await zoo.observe()
  await zoo.observe(zoo.roles.reader)
  expect(await scans()).toBe(before)
})

test('a role sees the ends of the columns that it may read, once their indexes have been used', async () => {
  await zoo.client.query(`set enable_seqscan = off;
    select from "S 1".grown where id = 1; select from "S 1".grown where half = 1;
    select from "S 1".grown where "at ""x""" = '2024-02-02'; reset enable_seqscan;
    select pg_stat_force_next_flush()`)
  await zoo.client.query(`revoke select on "S 1".grown from "${zoo.roles.reader}";
    grant usage on schema "S 1" to "${zoo.roles.reader}";
    grant select (id, "at ""x""", half) on "S 1".grown to "${zoo.roles.reader}"`)
  expect(await endsSeenBy(zoo.roles.reader)).toEqual(ends)
})

test('where row-level security holds for the role, nothing is read', async () => {
  await zoo.client.query('alter table "S 1".grown enable row level security')
  expect(await endsSeenBy(zoo.roles.reader)).toEqual({})
})
