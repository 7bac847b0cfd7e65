import { expect, test } from 'vitest'
import { cutStatements } from './cut-statements.ts'

test('statements are cut at semicolons, with the comments before them', () => {
  expect(cutStatements(`-- weight: 2\nselect ';'; ; /* ; */ select $a$;$a$ -- ;\n;\n-- end`)).toEqual([
    "-- weight: 2\nselect ';'",
    ' /* ; */ select $a$;$a$ -- ;\n',
  ])
})

test.each([
  'create function f(begin int) returns int begin atomic select case when (a) then b end from t; select 1; end',
  '-- x\ncreate or replace procedure p() begin atomic delete from t; end',
  'create rule r as on insert to t do also (delete from u; delete from v)',
])('%s is one statement, and what follows another', (sql) => {
  expect(cutStatements(`${sql};select 1`)).toEqual([sql, 'select 1'])
})

test.each(['create table t (begin int', 'begin', 'select (', 'create function f() as $$ begin; $$'])(
  '%s ends at the next semicolon',
  (sql) => {
    expect(cutStatements(`${sql};select 1`)).toEqual([sql, 'select 1'])
  },
)
