import { expect, test } from 'vitest'
import { fillParameters, parameterNumbers, repairNormalised, textRoles } from './parameters.ts'

test('a literal type before a parameter becomes a cast behind it', () => {
  expect(repairNormalised('select now() - interval $1, timestamp with time zone $2')).toBe(
    'select now() - $1::interval, $2::timestamp with time zone',
  )
})

test('what PostgreSQL takes as it is stays as it is, Unicode before it or not', () => {
  const sql = `select "größe" from "Tür" where "größe" = $1::int`
  expect(repairNormalised(sql)).toBe(sql)
})

test('a unit of time that is selected and grouped by is one expression again', () => {
  const sql = 'select date_trunc($1, at), extract($2 from at) from t group by date_trunc($3, at), 2'
  expect(repairNormalised(sql)).toBe(
    `select date_trunc('day', at), extract('day' from at) from t group by date_trunc('day', at), 2`,
  )
})

test('limits, offsets, units and lengths of time are known from the text', () => {
  expect(textRoles('select date_trunc($1, at) from t where at > now() - $4::interval limit $2 offset $3')).toEqual([
    { number: 2, use: 'limit' },
    { number: 3, use: 'offset' },
    { number: 1, use: 'unit' },
    { number: 4, use: 'interval' },
  ])
})

test('parameters are filled where they stand, not inside quotes', () => {
  const filled = fillParameters(`select 'ä $1', $1, $10 from t`, new Map([[1, `'x'`]]))
  expect(filled).toBe(`select 'ä $1', 'x', $10 from t`)
})

test('each parameter is counted once', () => {
  expect(parameterNumbers('select $2, $1, $2')).toEqual([1, 2])
})
