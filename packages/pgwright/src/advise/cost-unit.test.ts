import { expect, test } from 'vitest'
import { costUnit } from './cost-unit.ts'

function planned(sql: string, calls: number, totalMs: number, cost: number, node = 'Seq Scan', share = 1) {
  const plan = { 'Node Type': node, 'Total Cost': cost, 'Startup Cost': 0, 'Plan Rows': 0, 'Plan Width': 0 }
  const statement = { fingerprint: sql, sql, role: null, calls, totalMs, rows: 0 }
  const generic = { plan, settings: {} }
  return {
    statement,
    weight: calls * share,
    share,
    sql,
    context: { role: null, settings: {} },
    plan,
    accesses: [],
    generic,
    drawn: false,
  }
}

test('a cost unit is what it took in the middle of the time, whatever a few statements say', () => {
  const usual = [planned('a', 10, 10, 100), planned('b', 100, 200, 200), planned('c', 1, 5, 500)]
  expect(costUnit(usual)).toMatchObject({ msPerCostUnit: 0.01, statements: 3, factor: 1 })
  expect(costUnit([...usual, planned('odd', 1, 40, 1)])?.msPerCostUnit).toBe(0.01)
})

test('the factor tells how far apart the statements are', () => {
  expect(costUnit([planned('a', 1, 10, 100), planned('b', 1, 10, 400)])?.factor).toBeCloseTo(4)
})

test('a statement that is planned in several ways has the average cost of them', () => {
  const { statement } = planned('a', 10, 100, 0)
  const ways = [planned('a', 10, 100, 5, 'Seq Scan', 0.5), planned('a', 10, 100, 15, 'Seq Scan', 0.5)]
  expect(costUnit(ways.map((way) => ({ ...way, statement })))).toMatchObject({ msPerCostUnit: 1, statements: 1 })
})

test('there is none where no time is known, or only that of what writes', () => {
  expect(costUnit([planned('a', 10, 0, 100), planned('b', 10, 10, 0.01, 'ModifyTable')])).toBeNull()
})
