import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { adviseOn } from '../testing/advised.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table shop (id int primary key, name text);
      create table sale (id int primary key, shop int not null references shop, maybe int references shop, till int not null, at timestamptz not null, note text);
      insert into shop select i, 'Shop ' || i from generate_series(1, 20) i;
      insert into sale select i, 1 + i % 20, nullif(1 + i % 20, 3), i % 20, timestamptz '2024-01-01' + (i * 7919 % 100000) * interval '1 min', repeat('x', 60)
        from generate_series(1, 100000) i;
      analyze`,
  })
})

const latest = (group: string, limit = 'n <= 3') =>
  `select * from (select id, shop, -till as at, row_number() over (partition by ${group} order by at desc, s.id) as n from sale s where till <> 99) x where ${limit} order by shop, n`

const noted = async (sql: string) =>
  (await adviseOn(database, [{ sql }])).notes.filter(({ kind }) => kind === 'group-limit')

describe('a statement that keeps the first rows of each group', () => {
  test('is noted with a form that returns the same, what it costs and the index for it', async () => {
    const sql = latest('shop')
    const [note, another] = await noted(sql)
    expect(another).toBeUndefined()
    expect(note?.evidence).toMatch(/it costs [\d,]+, and [\d,]+ where .* with an index on public\.sale \(shop, at desc/)
    const other = note?.advice.match(/SELECT .*/)?.[0] ?? ''
    expect(other).toMatch(/FROM public\.shop (AS )?one_shop .*LATERAL/)
    // The plan has no values: put back they make the statement again.
    const back = other.replace('<> $1', '<> 99').replaceAll(/\$\d/g, '3')
    const rows = async (text: string) => (await database.client.query(text)).rows
    expect(await rows(back)).toEqual(await rows(sql))
    expect(await rows(sql)).toHaveLength(3 * 20)
  })

  test.each([
    ['whose groups no foreign key makes', latest('till')],
    ['whose groups may be null', latest('maybe')],
    ['that wants the last ones', latest('shop', 'n > 3')],
    ['of several columns', latest('shop, till')],
    ['of an expression', latest('shop + 1')],
  ])('is not noted where it is one %s', async (_, sql) => {
    expect(await noted(sql)).toEqual([])
  })
})
