import { expect, test } from 'vitest'
import { withoutValues } from './plan-shape.ts'

test('a plan without values has its names and numbers still, in every node', () => {
  const estimates = { 'Startup Cost': 0.42, 'Total Cost': 8.44, 'Plan Rows': 1, 'Plan Width': 8 }
  const scan = {
    ...estimates,
    'Node Type': 'Index Scan',
    'Index Name': "it's index 7",
    'Index Cond': "(a.name = 'secret'::text)",
    Output: ['a.id', "'secret'::text", '42'],
  }
  const plan = { ...estimates, 'Node Type': 'Sort', 'Sort Key': ['(a.n + 5)'], Plans: [scan] }
  expect(withoutValues(plan)).toEqual({
    ...plan,
    'Sort Key': ['(a.n + …)'],
    Plans: [{ ...scan, 'Index Cond': '(a.name = …::text)', Output: ['a.id', '…::text', '…'] }],
  })
})
