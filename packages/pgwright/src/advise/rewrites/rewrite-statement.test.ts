import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { rewriteStatement } from './rewrite-statement.ts'

let database: TestDatabase
let snapshot: Snapshot
beforeAll(async () => {
  database = await createDatabase({
    // Around the days on which clocks are changed, in minutes; St. John's put them back across midnight.
    schema: `create table event (id int generated always as identity, at timestamptz, local timestamp, amount int, "Kind" text, fixed char(4));
      create table visit (id int, event int);
      insert into event (at, local, amount, "Kind")
        select t, t at time zone 'UTC', nullif(n % 7, 3), nullif((array['a', '', 'b', 'c'])[1 + n % 4], 'c')
        from (values ('2010-11-05'), ('2018-11-02'), ('2018-02-16'), ('2011-12-28'), ('1867-10-16')) as d (day),
          lateral generate_series(day::timestamptz, day::timestamptz + interval '5 days', interval '30 minutes') with ordinality as g (t, n);
      insert into event (at, local) select at, at from (values ('infinity'::timestamp), ('-infinity'), (null), ('2010-11-07 23:59:59.999999')) as v (at);
      insert into event (at, local) select timestamptz '2010-11-07 02:20+00' + i * interval '10 s', '2010-11-07' from generate_series(1, 120) as i`,
  })
  snapshot = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
})

const rewritten = (sql: string) => rewriteStatement(snapshot, sql)?.sql ?? null
const ids = async (sql: string, values: unknown[]) =>
  (await database.client.query<{ id: number }>(`${sql} order by id`, values)).rows.map(({ id }) => id)

const executed = async (name: string, value: string) =>
  (await database.client.query<{ id: number }>(`execute "${name}" ('${value}')`)).rows.map(({ id }) => id)

const zones = ['UTC', 'America/St_Johns', 'America/Sao_Paulo', 'Pacific/Apia', 'America/Juneau', 'Asia/Kathmandu']
const days = [
  '2010-11-06',
  '2010-11-07',
  '2010-11-08',
  '2018-11-04',
  '2018-02-17',
  '2018-02-18',
  '2011-12-30',
  '1867-10-18',
]
const all = [...days, '-infinity', 'infinity', null]

describe('a condition on a date', () => {
  const operators = ['=', '<', '<=', '>', '>=']
  const forms = operators.flatMap((operator) => [
    `date(at) ${operator} $1`,
    `$1 ${operator} at::date`,
    `local::date ${operator} $1`,
    `cast(e.local as date) ${operator} $1::date`,
  ])

  test.each(forms)('%s is rewritten so that it holds for the same rows in every time zone', async (form) => {
    const sql = `select id from event as e where ${form}`
    const instead = rewritten(sql)
    expect(instead).not.toBeNull()
    for (const zone of zones) {
      await database.client.query(`set timezone = '${zone}'`)
      for (const day of all) expect(await ids(instead ?? '', [day])).toEqual(await ids(sql, [day]))
    }
    await database.client.query('reset timezone')
  })

  test.each([
    'local < $1 and date(local) < $1',
    'local > $1 and date(local) >= $1',
    'date(at) < $1',
    'local::date > $1',
    'local::date <= $1',
    'date(at) >= $1',
  ])('%s holds for the same rows where its parameter is a timestamp', async (condition) => {
    const sql = `select id from event where ${condition}`
    const instead = rewritten(sql) ?? ''
    for (const type of ['timestamp', 'timestamptz', 'date']) {
      for (const asked of [sql, instead])
        await database.client.query(`prepare "${asked === sql ? 'old' : 'new'}" (${type}) as ${asked} order by id`)
      for (const value of ['2010-11-07 00:00', '2010-11-07 02:21:30', '2018-11-03 23:59:59.999999', 'infinity']) {
        const [old, other] = [await executed('old', value), await executed('new', value)]
        expect(other).toEqual(old)
      }
      await database.client.query('deallocate all')
    }
  })

  test('asked for a day that no timestamp reaches is answered as before', async () => {
    for (const condition of ['local::date = $1', 'date(at) <= $1', 'local::date > $1']) {
      const sql = `select id from event where ${condition}`
      expect(await ids(rewritten(sql) ?? '', ['294277-01-01'])).toEqual(await ids(sql, ['294277-01-01']))
    }
  })

  test('stays as it is where its value is no date for certain', () => {
    const conditions = [
      'date(at) = $1::timestamp',
      'date(at) = at',
      'date(at) = local::date',
      'date(at) <> $1',
      'date(at) = now()',
    ]
    for (const condition of conditions) expect(rewritten(`select id from event where ${condition}`)).toBeNull()
  })
})

describe('a condition on coalesce', () => {
  test.each(['amount', '"Kind"'])('of %s is rewritten so that it holds for the same rows', async (column) => {
    const sql = `select id from event where coalesce(${column}, $1) = $2`
    const instead = rewritten(sql)
    expect(instead).toBe(
      `select id from event where ((${column} is null and coalesce(${column}, $1) = $2) or ${column} = $2)`,
    )
    const values = column === 'amount' ? [0, 1, 99, null] : ['a', '', 'x', null]
    for (const one of values) {
      for (const other of values) expect(await ids(instead ?? '', [one, other])).toEqual(await ids(sql, [one, other]))
    }
  })

  test('has the value of the type that it had, whatever the stand-in is', async () => {
    const sql = 'select id from event where coalesce(amount, $1) = $2'
    for (const asked of [sql, rewritten(sql) ?? '']) {
      await database.client.query(`prepare old (numeric) as ${asked}`)
      expect(await executed('old', `0', '1.5`)).toEqual([])
      await database.client.query('deallocate all')
    }
  })

  test('stays as it is where the type compares in a way of its own, or there is more to it', () => {
    const conditions = [
      'coalesce(fixed, $1) = $2',
      'coalesce(amount, id, $1) = $2',
      'coalesce(amount, $1) = id',
      'coalesce(amount, $1) = $2 and $1 > 1.5',
      'coalesce(amount, $1) = $2 and id = $2',
    ]
    for (const condition of conditions) expect(rewritten(`select id from event where ${condition}`)).toBeNull()
  })
})

describe('a statement', () => {
  test('has each of its conditions rewritten where it stands', () => {
    expect(
      rewritten(`select count(*) from event as a join event as b on a.id = b.id
      where a.id between $3 and $4 and date(a.local) >= $1 and (b.amount = $2 or b.amount is null) and $5 > date(b.local) group by a.id`),
    ).toBe(
      `select count(*) from event as a join event as b on a.id = b.id
      where a.id between $3 and $4 and date(a.local) >= $1 and a.local >= $1::date - 1 and (b.amount = $2 or b.amount is null) and $5 > date(b.local) and b.local <= $5::date + 2 group by a.id`,
    )
  })

  test('is about the table whose column a condition hides, whichever is read first', () => {
    const sql = 'select v.id from visit v join event e on e.id = v.event where date(e.at) = $1'
    expect(rewriteStatement(snapshot, sql)?.table).toMatchObject({ schema: 'public', name: 'event' })
  })

  test.each([
    [
      'whose column is of the query itself',
      'with event as (select now() as local) select 1 from event where date(local) = $1',
    ],
    ['whose column could be of two tables', 'select 1 from event a, event b where date(local) = $1'],
    [
      'whose column is of a function',
      `select 1 from generate_series(now(), now(), '1 day') as local where date(local) = $1`,
    ],
    ['whose columns have other names', 'select 1 from event as e (a, local) where date(local) = $1'],
    ['where the condition is one of two', 'select 1 from event where date(local) = $1 or id = 1'],
    ['with a comment in it', 'select 1 from event where date(/* local */ at) = $1'],
    ['that writes', 'delete from event where date(local) = $1'],
  ])('%s stays as it is', (_, sql) => {
    expect(rewritten(sql)).toBeNull()
  })
})
