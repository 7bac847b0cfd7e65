import { describe, expect, test } from 'vitest'
import type { Column, ColumnStatistics } from '../../../model/index.ts'
import { formatArrayText } from '../../../sql/index.ts'
import { rangeLengths } from './range-lengths.ts'

const lengthsOf = (type: string, histogram: readonly string[], ends: readonly string[] | null = null) => {
  const statistics = { nullFraction: 0, commonValues: null, commonFrequencies: null }
  const column = { type } as Column
  const texts = { histogram: formatArrayText(histogram), ends: ends === null ? null : formatArrayText(ends) }
  return rangeLengths(column, { ...statistics, ...texts } as ColumnStatistics)
}

/** A day each. */
const days = Array.from({ length: 100 }, (_, i) => new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10))

describe('lengths of partitions', () => {
  test('are those that people cut times by, the longest first', () => {
    expect(lengthsOf('date', days)).toEqual([
      { every: '1 month', partitions: 3 },
      { every: '1 week', partitions: 14 },
      { every: '1 day', partitions: 99 },
    ])
    expect(
      lengthsOf(
        'timestamp with time zone',
        days.map((day) => `${day} 12:00:00+00`),
      ),
    ).toEqual(lengthsOf('date', days))
  })

  test('are round numbers for numbers', () => {
    const found = lengthsOf(
      'bigint',
      Array.from({ length: 101 }, (_, i) => String(i * 10_000)),
    )
    expect(found.slice(0, 4)).toEqual([
      { every: '500000', partitions: 2 },
      { every: '200000', partitions: 5 },
      { every: '100000', partitions: 10 },
      { every: '50000', partitions: 20 },
    ])
  })

  test('are none where a few values are far from all others', () => {
    expect(lengthsOf('date', [...days, '9999-12-31'])).toEqual([])
    expect(lengthsOf('date', days, ['1970-01-01', '2025-04-10'])).toEqual([])
    expect(lengthsOf('date', [...days, 'infinity'])).toEqual([])
  })

  test('are none of what lies on no line, or is not known', () => {
    expect(lengthsOf('text', ['a', 'b', 'c'])).toEqual([])
    expect(lengthsOf('date', [])).toEqual([])
  })
})
