import { expect, test } from 'vitest'
import { shortened } from './shortened.ts'

const thousands = Array.from({ length: 30_000 }, (_, i) => i)

test('of a long list a few values stay', () => {
  expect(shortened(`select a from t where b = 'x' and c in (${thousands.join(', ')}) limit 5`)).toBe(
    'select a from t where b = $1 and c in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) limit $12',
  )
})

test('of many rows the first stays, functions and nulls or not', () => {
  const rows = thousands.map((i) => (i % 2 ? `(${i}, 'x', now(), ${i})` : `(${i}, 'y', now(), null)`)).join(',\n')
  expect(shortened(`insert into t (a, b, c, d) values (7, 'x', now(), 7), ${rows} on conflict (a) do nothing`)).toBe(
    'insert into t (a, b, c, d) values ($1, $2, now(), $3) on conflict (a) do nothing',
  )
})
