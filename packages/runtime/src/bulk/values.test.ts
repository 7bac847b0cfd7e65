import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { insert, type Method, type Row, update, upsert } from './index.ts'

let database: TestDatabase
let pool: pg.Pool

beforeAll(async () => {
  database = await createDatabase({
    schema: `
      create type mood as enum ('sad', 'it''s "ok"');
      create type pair as (a int, b text);
      create domain doc as jsonb;
      create domain numbers as int[];
      create domain rated as numeric(4, 1) default 5;
      create table every (
        n int primary key, big bigint, num numeric, money numeric(10, 2), real4 real, double8 float8, yes boolean, t text,
        v varchar(5), c char(4), b bit(3), bytes bytea, j json, jb jsonb, d doc, id uuid, at timestamptz, wall timestamp,
        day date, span interval, r int4range, rs tstzrange, mr int4multirange, m mood, p pair, pt point, ci circle,
        ints int[], texts text[], jsons jsonb[], blobs bytea[], dates timestamptz[], boxes box[], grid int[][], ns numbers,
        moods mood[], net inet, quote "char");`,
  })
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
  await pool.query('create table expected (like every); insert into expected (n) values (0)')
  const odd = cases.t?.[0]?.[1]
  for (const [i, { column, sql }] of given.entries())
    await pool.query(
      `with odd as (select ${odd} as text) insert into expected (n, ${column}) values (${i + 1}, ${sql})`,
    )
})
afterAll(() => pool.end())

const odd = `\\N \\. tab\t line\n return\r \\t "quotes" 'single' {braces} , ; \b\f\v é 漢 😀 \\\\`
const date = new Date('2024-03-31T01:30:00.123Z')
/** What is written, and PostgreSQL's own text of what is to be there. */
const cases: Record<string, [value: unknown, sql: string][]> = {
  big: [
    [9223372036854775807n, '9223372036854775807'],
    ['-9223372036854775808', `'-9223372036854775808'`],
    [7, '7'],
  ],
  num: [
    ['12345678901234567890.123456789012345678901', '12345678901234567890.123456789012345678901'],
    [0.1, '0.1'],
    [NaN, `'NaN'`],
    [1e300, '1e300'],
  ],
  money: [
    ['1234567.895', '1234567.90'],
    [0.005, '0.01'],
  ],
  real4: [
    [0.1, '0.1'],
    [Infinity, `'Infinity'`],
  ],
  double8: [
    [-0, `'-0'`],
    [5e-324, `'5e-324'`],
    [-Infinity, `'-Infinity'`],
    [0.1 + 0.2, '0.30000000000000004'],
  ],
  yes: [
    [true, 'true'],
    [false, 'false'],
    ['t', 'true'],
  ],
  t: [
    [odd, `E'\\\\N \\\\. tab\\t line\\n return\\r \\\\t "quotes" ''single'' {braces} , ; \\b\\f\\v é 漢 😀 \\\\\\\\'`],
    ['', `''`],
    ['NULL', `'NULL'`],
    [7, `'7'`],
    [{ a: 1 }, `'{"a":1}'`],
  ],
  v: [['12345', `'12345'`]],
  c: [['ab  ', `'ab  '`]],
  b: [['101', `B'101'`]],
  bytes: [
    [Buffer.from([0, 1, 92, 255, 34]), `'\\x00015cff22'::bytea`],
    [new Uint8Array(0), `''`],
    [new Uint8Array([1, 2, 3]).subarray(1), `'\\x0203'::bytea`],
  ],
  j: [
    [{ b: [1, null], a: 'x' }, `'{"b":[1,null],"a":"x"}'`],
    ['{"as": "it is"}', `'{"as": "it is"}'`],
  ],
  jb: [
    [[1, [2]], `'[1,[2]]'`],
    [true, `'true'`],
    [7, `'7'`],
    [{ text: odd }, `jsonb_build_object('text', (select text from odd))`],
    [date, `'"2024-03-31T01:30:00.123Z"'`],
  ],
  d: [[[{ a: 1 }], `'[{"a":1}]'`]],
  id: [['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', `'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'`]],
  at: [
    ['2024-03-31 01:30:00.123456+00', `'2024-03-31 01:30:00.123456+00'`],
    [date, `'2024-03-31 01:30:00.123+00'`],
    ['infinity', `'infinity'`],
    [new Date('-000043-03-15T12:00:00Z'), `'0044-03-15 12:00:00+00 BC'`],
    [new Date('+012345-01-01T00:00:00Z'), `'12345-01-01 00:00:00+00'`],
  ],
  wall: [['2024-03-31 02:30:00.000001', `'2024-03-31 02:30:00.000001'`]],
  day: [
    ['2024-02-29', `'2024-02-29'`],
    [new Date(2024, 1, 29, 23, 59), `'2024-02-29'`],
  ],
  span: [['1 mon 2 days 00:00:00.000001', `'1 mon 2 days 00:00:00.000001'`]],
  r: [
    ['[1,5)', `'[1,5)'`],
    ['empty', `'empty'`],
    ['(,3]', `'(,4)'`],
  ],
  rs: [['["2024-01-01 00:00:00.000001+00",)', `tstzrange('2024-01-01 00:00:00.000001+00', null)`]],
  mr: [['{[1,3),[5,7)}', `'{[1,3),[5,7)}'`]],
  m: [[`it's "ok"`, `'it''s "ok"'`]],
  p: [['(1,"a,""b")', `row(1, 'a,"b')::pair`]],
  pt: [[{ x: 1.5, y: -2 }, `'(1.5,-2)'`]],
  ci: [[{ x: 1, y: 2, radius: 3 }, `'<(1,2),3>'`]],
  ints: [
    [[1, null, 3], `'{1,NULL,3}'`],
    [[], `'{}'`],
    ['{4,5}', `'{4,5}'`],
    [new Int32Array([6, 7]), `'{6,7}'`],
  ],
  texts: [
    [['', 'NULL', 'a,b', '{}', '"', '\\'], `array['', 'NULL', 'a,b', '{}', '"', E'\\\\']`],
    [[odd], `array[(select text from odd)]`],
  ],
  jsons: [
    [[{ a: '"' }, [1, 2], 'null'], `array['{"a":"\\""}', '[1,2]', 'null']::jsonb[]`],
    [[[]], `array['[]']::jsonb[]`],
  ],
  blobs: [[[Buffer.from([92, 0]), null], `array['\\x5c00', null]::bytea[]`]],
  dates: [
    [
      [date, '2024-01-01 00:00:00.000001+00'],
      `array['2024-03-31 01:30:00.123+00', '2024-01-01 00:00:00.000001+00']::timestamptz[]`,
    ],
  ],
  boxes: [[['(1,1),(0,0)', '(2,2),(1,1)'], `'{(1,1),(0,0);(2,2),(1,1)}'`]],
  grid: [
    [
      [
        [1, 2],
        [3, 4],
      ],
      `'{{1,2},{3,4}}'`,
    ],
    [[[], []], `'{}'`],
  ],
  ns: [[[1, 2], `'{1,2}'`]],
  moods: [[[`it's "ok"`, null], `array['it''s "ok"', null]::mood[]`]],
  net: [['10.0.0.0/8', `'10.0.0.0/8'`]],
  quote: [['x', `'x'`]],
}

const columns = ['n', ...Object.keys(cases)]
const given = Object.entries(cases).flatMap(([column, values]) =>
  values.map(([value, sql]) => ({ column, value, sql })),
)
const rows: Row[] = [{ n: 0 }, ...given.map(({ column, value }, i) => ({ n: i + 1, [column]: value }))]

async function stored(table: string): Promise<string[]> {
  return (await pool.query(`select ${table}::text as row from ${table} order by n`)).rows.map(({ row }) => row)
}

it.each<Method | 'update' | 'upsert'>(['values', 'unnest', 'copy', 'update', 'upsert'])(
  'a column of any type holds what it was given, and else NULL, by %s',
  async (way) => {
    await pool.query('truncate every')
    if (way === 'update') {
      await insert(pool, { table: 'every', rows: rows.map(({ n }) => ({ n })) })
      expect(await update(pool, { table: 'every', key: ['n'], rows, columns })).toMatchObject({ count: rows.length })
    } else if (way === 'upsert') await upsert(pool, { table: 'every', conflict: ['n'], rows, columns })
    else expect(await insert(pool, { table: 'every', rows, columns, method: way })).toMatchObject({ method: way })
    expect(await stored('every')).toEqual(await stored('expected'))
  },
)

describe('a value that would arrive as something else', () => {
  it.each<[string, unknown]>([
    ['t', 'half a \ud83d'],
    ['t', Symbol('none')],
    ['at', new Date(Number.NaN)],
    ['jb', Number.NaN],
    ['jb', { n: 1n }],
    ['big', {}],
    ['big', [1]],
    ['ints', 7],
    ['uuid', 'no such column'],
    ['t', Buffer.from('x')],
  ])('is refused before anything is written, without being named: %s', async (column, value) => {
    const error = await insert(pool, { table: 'every', rows: [{ n: 1, [column]: value }] }).catch((thrown) => thrown)
    expect(error).toMatchObject({ name: 'RuntimeError', code: 'usage' })
  })

  it.each<Method>(['values', 'unnest', 'copy'])(
    'is refused by PostgreSQL by %s: too long, no number, a zero byte',
    async (method) => {
      for (const row of [{ v: '123456' }, { b: '1010' }, { num: 'seven' }, { t: 'a\0b' }, { money: '123456789.00' }])
        await expect(insert(pool, { table: 'every', rows: [{ n: 1, ...row }], method })).rejects.toHaveProperty(
          'severity',
        )
    },
  )
})
