import { expect, test } from 'vitest'
import { sessionName, shownStatement } from './sessions.ts'

test.each([
  [
    `select * from t where mail = 'ann@example.org' -- by Ann\n and id = 7`,
    'select * from t where mail = … and id = …',
  ],
  [`update t set a = $1\n  where b = $2`, 'update t set a = $1 where b = $2'],
  [`alter role ann password 'secret'`, 'alter role …'],
  [`create index "Secret" on t (id)`, 'create index …'],
  [`select * from t where a = 'secr`, 'select …'],
  [`'secret'`, '…'],
])('of %s is shown what holds no data', (sql, shown) => {
  expect(shownStatement(sql)).toBe(shown)
})

test('a long statement is cut', () => {
  const shown = shownStatement(`select ${'column_of_a_table, '.repeat(100)} last from t`)
  expect(shown).toHaveLength(121)
})

test('a session is named by its role and its application', () => {
  expect(sessionName('app', 'web')).toBe('app "web"')
  expect(sessionName('App', '')).toBe('"App"')
})
