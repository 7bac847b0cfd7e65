import { describe, expect, test } from 'vitest'
import { comparePlans } from './compare-plans.ts'
import type { PlanNode } from './plan-node.ts'

function node(type: string, changes: Record<string, unknown> = {}, ...plans: PlanNode[]): PlanNode {
  const estimates = { 'Startup Cost': 0, 'Total Cost': 100, 'Plan Rows': 10, 'Plan Width': 8 }
  return { 'Node Type': type, ...estimates, ...changes, ...(plans.length === 0 ? {} : { Plans: plans }) }
}

describe('two plans', () => {
  test('are identical where every key is, costs but for the digit that was rounded', () => {
    const [one, two] = [node('Seq Scan', { 'Total Cost': 8.44 }), node('Seq Scan', { 'Total Cost': 8.45 })]
    expect(comparePlans(one, two)).toMatchObject({ identical: true, sameTree: true, difference: null })
  })

  test('are identical though a scan hands on other columns, as it does where the source has dropped one', () => {
    const [one, two] = [node('Seq Scan', { Output: ['a'] }), node('Seq Scan', { Output: ['a', 'b'] })]
    expect(comparePlans(one, two).identical).toBe(true)
  })

  test('of the same tree can have other estimates', () => {
    const one = node('Limit', {}, node('Seq Scan', { 'Relation Name': 't', 'Total Cost': 50 }))
    const two = node('Limit', {}, node('Seq Scan', { 'Relation Name': 't', 'Total Cost': 75 }))
    expect(comparePlans(one, two)).toEqual({
      identical: false,
      sameTree: true,
      costRatio: 1,
      difference: 'Seq Scan on t: Total Cost 50 became 75',
    })
  })

  test('differ by an index, a condition or a node, and no value of the statement is told', () => {
    const one = node('Index Scan', { 'Index Name': 'a', 'Index Cond': "(name = 'secret')" })
    const two = node('Index Scan', { 'Index Name': 'a', 'Index Cond': "(name = 'other')" })
    expect(comparePlans(one, two).difference).toBe('Index Scan: Index Cond differs')
    expect(comparePlans(one, { ...one, 'Index Name': 'b' }).difference).toBe('Index Scan: Index Name a became b')
    expect(comparePlans(node('Sort'), node('Sort', {}, one)).difference).toBe('Sort: Index Scan is added')
    expect(comparePlans(node('Sort', {}, one), node('Sort')).difference).toBe('Sort: no Index Scan')
  })

  test('have a ratio of costs, which is 1 where the first costs nothing', () => {
    expect(comparePlans(node('Result'), node('Result', { 'Total Cost': 150 })).costRatio).toBe(1.5)
    expect(comparePlans(node('Result', { 'Total Cost': 0 }), node('Result')).costRatio).toBe(1)
  })
})
