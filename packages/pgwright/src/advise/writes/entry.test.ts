import { describe, expect, test } from 'vitest'
import { type ColumnStatistics, scalarStatistics } from '../../model/index.ts'
import { type EntryTarget, entryPrice } from './entry.ts'

const column: ColumnStatistics = {
  schema: 's',
  table: 't',
  column: 'c',
  position: null,
  inherited: false,
  ends: null,
  nullFraction: 0,
  averageWidth: 20,
  distinct: -1,
  commonValues: null,
  commonFrequencies: null,
  histogram: null,
  correlation: 0,
  ...scalarStatistics,
}

function cost(of: Partial<EntryTarget>): number {
  return entryPrice({ method: 'btree', height: 2, leading: column, operatorClass: '', ...of }).cost
}

describe('an entry', () => {
  test('of a B-tree costs less where rows come in the order of its key', () => {
    expect(cost({ leading: { ...column, correlation: 1 } })).toBeLessThan(cost({}) * 0.6)
  })

  test('of BRIN costs next to nothing', () => {
    expect(cost({ method: 'brin' })).toBeLessThan(cost({}) / 50)
  })

  test('of a hash costs less than one of a B-tree, of GiST and SP-GiST about as much', () => {
    expect(cost({ method: 'hash' })).toBeLessThan(cost({}))
    expect(cost({ method: 'gist' })).toBeGreaterThan(cost({}) / 2)
    expect(cost({ method: 'spgist' })).toBe(cost({ method: 'gist' }))
    // Nobody inserts in an order that a tree of parts could keep: its pages are not the last one.
    expect(cost({ method: 'spgist', leading: { ...column, correlation: 1 } })).toBe(cost({ method: 'spgist' }))
  })

  test('of GIN costs by the keys that a row has', () => {
    const few = cost({ method: 'gin', leading: { ...column, elementCountHistogram: [1, 3, 2] } })
    const trigrams = cost({ method: 'gin', leading: { ...column, averageWidth: 45 }, operatorClass: 'gin_trgm_ops' })
    expect(few).toBeLessThan(cost({}))
    expect(trigrams).toBeGreaterThan(cost({}))
  })
})
