import { expect, test } from 'vitest'
import { withoutComments } from './comments.ts'
import { exclusionOf } from './exclusion.ts'

test.each([
  'select * from t',
  'select * from pg_class c join t on t.oid = c.oid',
  'with pg_like as (select * from t) select * from pg_like',
  'insert into "S 1"."Order" values ($1)',
  'update t set a = $1',
  'delete from t',
  'merge into t using s on t.id = s.id when matched then delete',
  'select * from t where at > now() - interval $1',
])('%s is part of a workload', (sql) => {
  expect(exclusionOf(sql)).toBeNull()
})

test.each([
  ['values ($1)', 'It touches no table.'],
  ['select my_function($1)', 'It touches no table.'],
  ['with x as (select $1) select * from x', 'It touches no table.'],
  ['select * from ext.pg_stat_statements_info', 'It reads system catalogs only.'],
  ['select * from pg_class', 'It reads system catalogs only.'],
  ['select * from information_schema.tables, pg_catalog.pg_class', 'It reads system catalogs only.'],
  ['insert into pgwright.run values ($1)', "It is pgwright's own."],
  ['select /* pgwright */ $1 as index from only orders', "It is pgwright's own."],
])('%s is left out: %s', (sql, reason) => {
  expect(exclusionOf(sql)).toEqual({ sql, reason })
})

test.each([
  ["alter role ann password 'secret'", 'alter role …', 'It is a utility statement, which has no plan.'],
  ["select * from t where a = 'sec", 'select …', "Its text can't be parsed; it may be truncated."],
  ["'secret'", '…', "Its text can't be parsed; it may be truncated."],
  ["select secret from 't", 'select …', "Its text can't be parsed; it may be truncated."],
  ['Alice Hunter\t12', '…', "Its text can't be parsed; it may be truncated."],
  [" Jane Doe is'", '…', "Its text can't be parsed; it may be truncated."],
])('of %s only the first words are kept, and none that could be data', (sql, words, reason) => {
  expect(exclusionOf(sql)).toEqual({ sql: words, reason })
})

test('comments go, but for the mark of a list of any length', () => {
  expect(withoutComments(`/* ä */ select 'ö /* no */' from t -- x\nwhere a in ($1 /*, ... */)`)).toBe(
    `select 'ö /* no */' from t \nwhere a in ($1 /*, ... */)`,
  )
})
