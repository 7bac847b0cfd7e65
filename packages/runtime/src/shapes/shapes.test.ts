import { describe, expect, test } from 'vitest'
import { parameterized, shapeOf, slotsOf } from './index.ts'

test.each([
  ["select 'it''s', E'x\\'y', 1.5e-3, $$a 'b' $c$$, B'1', 0xFF", 'select ?, ?, ?, ?, ?, ?'],
  ['select a -- one\n from /* two /* three */ */ t', 'select a from t'],
  ['select * from "t" where "Id" = 1 and x::int8 = $2', 'select * from t where "Id" = ? and x::int8 = $2'],
  ['select * from t where id in (1, 2, $3) and a in ($1)', 'select * from t where id in (…) and a in ($1)'],
  ['insert into t (a, b) values ($1, 2), ($3, 4)', 'insert into t(a, b) values (…)'],
  ['select a[1], count(*) from f(1, 2)', 'select a[?], count(*) from f(?, ?)'],
  ['select "1", "x""y"', 'select "1", "x""y"'],
  ["select 'unfinished", 'select ?'],
  ['select $tag$ text $$ $tag$, $1', 'select ?, $1'],
])('what statements share but for their values: %s', (text, shape) => {
  expect(shapeOf(text).text).toBe(shape)
})

test('statements that differ in pasted values only are one, and others are not', () => {
  const [a, b] = [7, 8].map((id) => shapeOf(`select * from t where id = ${id} and name = 'n${id}'`))
  expect(a).toBe(b)
  expect(shapeOf('select "1" from t')).not.toBe(shapeOf('select "2" from t'))
  expect(shapeOf('select $1')).not.toBe(shapeOf('select $2'))
})

test.each([
  ['select 1', 'session'],
  ['BEGIN', 'session'],
  ["select set_config('a', $1, true)", 'session'],
  ['select a from t', 'read'],
  ['with x as (delete from t returning *) select * from x', 'write'],
  ['with x as (select 1) select * from x', 'read'],
  ['/* hint */ update t set a = 1', 'write'],
])('%s is of the kind %s', (text, kind) => {
  expect(shapeOf(text).kind).toBe(kind)
})

test('a text is kept with parameters in the place of its literals', () => {
  expect(parameterized("select a, 'b' -- secret\nfrom t where c = $2 and d = 5.0 limit 10")).toBe(
    'select a, $3\nfrom t where c = $2 and d = $4 limit $5',
  )
})

describe('the column that a value must equal', () => {
  test.each([
    ['select * from t where a = $1', ['a']],
    ['select * from t where $1 = t."B c"', ['t."B c"']],
    ['select * from t where a in ($1) and b = any($2::int8[])', ['a', 'b']],
    ['select * from t where (s.t.a = $1::bigint)', ['s.t.a']],
    ['select * from t join u on u.id = $1', ['u.id']],
    ['select * from t where a > $1 and b <> $2 and lower(c) = $3', [null, null, null]],
    ['select * from t where a in ($1, $2)', [null, null]],
    ['update t set a = $1 where b = $2', [null, 'b']],
    ['select a = $1 from t limit $2', [null, null]],
    ["select * from t where a = 7 and b = 'x''y'", ['a', 'b']],
  ])('%s', (text, columns) => {
    expect(slotsOf(text).map(({ column }) => column)).toEqual(columns)
  })

  test('and the value that is pasted, as the server reads it', () => {
    expect(slotsOf("select * from t where a = 7 and b = 'x''y'").map(({ literal }) => literal)).toEqual(['7', "x'y"])
  })
})
