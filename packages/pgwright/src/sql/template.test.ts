import { expect, test } from 'vitest'
import { fillTemplate, templateOf } from './template.ts'

test.each([
  [`select 'it''s', E'a\\'b', B'01', X'ff', N'n', U&'d\\0061t', 1.5e-3, .5, 0x1F, 1_000`, 10],
  ['select $$a;b$$, $tag$ $$ $tag$, $1, $12 from t', 4],
  ['select "it\'s 1", u&"x 1", größe4, t1.c2 from "t 1" -- \'no\'', 0],
  ['select /* a /* nested */ 7 */ b from t', 0],
  ["select 'open", 1],
  ['select /* open', 0],
])('of %s the values are told', (sql, count) => {
  expect(templateOf(sql).values).toHaveLength(count)
})

test('texts that differ in literals, comments and white space have one key, parameters stay apart', () => {
  const key = (sql: string) => templateOf(sql).key
  expect(key("select a  from t\nwhere b = 'x' and c = -1")).toBe(key("select a from t where b = '' and c = 22"))
  expect(key('select a -1 from t')).toBe(key('select a -2 from t'))
  expect(key('select a from t where b = $1')).not.toBe(key('select a from t where b = $2'))
})

test.each([
  ['select a from t where b = -5 and c = - 6 and d = e - 7 and f in (-8, 9)', ['-5', '-6', '7', '-8', '9']],
  ['select a -1, (b)-2, c[1]-3 limit -4', ['1', '2', '1', '3', '-4']],
])('in %s the sign of a number is its own', (sql, values) => {
  expect(templateOf(sql).values).toEqual(values)
})

test('a template is filled again', () => {
  expect(fillTemplate(templateOf("select $1, 'b' from t"), (text, at) => `${at}${text}`)).toBe(
    "select 0$1, 1'b' from t",
  )
})

test('a string of a megabyte is one value', () => {
  expect(templateOf(`select '${"''".repeat(500_000)}'`).values).toHaveLength(1)
})
