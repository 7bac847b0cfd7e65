import { expect, test } from 'vitest'
import type { PlanNode } from '../twin/index.ts'
import { planLines } from './plan-lines.ts'
import { sideBySide } from './side-by-side.ts'

const estimates = { 'Startup Cost': 0, 'Plan Width': 8 }
const scan: PlanNode = {
  'Node Type': 'Index Scan',
  'Relation Name': 'order on \u001b[31mday',
  'Index Name': 'order_name_idx',
  'Index Cond': "(name = 'secret'::text)",
  'Total Cost': 8.44,
  'Plan Rows': 1,
  ...estimates,
}
const plan: PlanNode = {
  'Node Type': 'Nested Loop',
  'Join Type': 'Left',
  'Total Cost': 1234.5,
  'Plan Rows': 1000,
  ...estimates,
  Plans: [scan],
}

test('a plan is a line for each node, its conditions beneath it without their values', () => {
  expect(planLines(plan)).toEqual([
    'Nested Loop (Left)  (cost 1,235, rows 1,000)',
    '  → Index Scan using order_name_idx on order on \\u{1b}[31mday  (cost 8.44, rows 1)',
    '      Index Cond: (name = …::text)',
  ])
})

test('two texts stand side by side where there is room, else one below the other', () => {
  const [left, right] = [
    { title: 'before', lines: ['Seq Scan', '  Filter'] },
    { title: 'after', lines: ['Index Scan'] },
  ]
  expect(sideBySide(left, right, 80)).toEqual([
    'before     after',
    '──────     ─────',
    'Seq Scan   Index Scan',
    '  Filter',
  ])
  expect(sideBySide(left, right, 15)).toEqual([
    'before',
    '──────',
    'Seq Scan',
    '  Filter',
    '',
    'after',
    '─────',
    'Index Scan',
  ])
})
