import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { adviseOn, type TestStatement } from '../testing/advised.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table sale (id int primary key, shop int not null, price int not null, at timestamptz not null);
      insert into sale select i, i % 20, i % 700, timestamptz '2024-01-01' + i * interval '1 min' from generate_series(1, 100000) i;
      create view recent as select * from sale where at > now() - interval '1 day';
      create table secret (like sale);
      insert into secret select * from sale;
      alter table secret enable row level security;
      analyze`,
  })
})

const byShop = 'select shop, count(*), sum(price) from sale group by shop order by shop'
const write = { sql: 'insert into sale values ($1, $2, $3, $4)', calls: 20, rows: 20 }

const noted = async (statements: readonly TestStatement[]) =>
  (await adviseOn(database, statements, { kinds: ['hash'] })).notes.filter(({ kind }) => kind === 'materialized-view')

describe('a statement that puts many rows together to few', () => {
  test('is noted with what it costs, and what reading a view and refreshing it would', async () => {
    const [note, another] = await noted([{ sql: byShop, calls: 1000 }, write])
    expect(another).toBeUndefined()
    expect(note?.statements).toMatchObject([{ sql: byShop }])
    expect(note?.evidence).toMatch(/about [\d,]+ rows become 20, for a cost of [\d,]+ a call.* would cost about 1, /)
    expect(note?.evidence).toMatch(/For 1,000 calls the workload writes 20 rows/)
  })

  test.each([
    ['whose tables are written often', byShop, [{ ...write, rows: 2000 }]],
    ['of which nobody tells what is written', byShop, []],
    ['that is asked for one thing and another', `${byShop.replace('group', 'where price > $1 group')}`, [write]],
    ['that asks for the time', byShop.replace('group', 'where at < now() group'), [write]],
    ['that asks for the day', byShop.replace('group', 'where at < current_date group'), [write]],
    ['that asks for the day as a text', byShop.replace('group', `where at < 'today' group`), [write]],
    ['over a view, which may', 'select shop, count(*) from recent group by shop', [write]],
    ['that returns many rows', 'select price, shop, count(*) from sale group by price, shop', [write]],
    ['that returns rows', 'select * from sale where price > 3', [write]],
    ['of which policies hide rows', byShop.replace('sale', 'secret'), [write]],
  ])('is not noted where it is one %s', async (_, sql, others) => {
    expect(await noted([{ sql, calls: 1000 }, ...others])).toEqual([])
  })

  test('is not noted where it is a small part of the workload', async () => {
    expect(
      await noted([
        { sql: byShop, calls: 1 },
        { sql: 'select max(price + $1) from sale', calls: 1000 },
      ]),
    ).toEqual([])
  })
})
