import type { ColumnStatistics } from '../../model/index.ts'
import { parseArrayText } from '../../sql/index.ts'
import type { ValueType } from './column-types.ts'
import { kindOf, orderOf, standIn } from './value-kind.ts'

/** What takes the place of each value, in the order of the values. */
export type StandIns = ReadonlyMap<string, { readonly rank: number; readonly text: string }>

/** The lists of values in a column's statistics, each with the type of its values; null: of no type known here. */
export function valueLists(statistics: ColumnStatistics, of: ValueType | null) {
  const element = of?.type.endsWith('[]') ? { ...of, type: of.type.slice(0, -2) } : null
  const whole = element === null ? of : null
  return {
    commonValues: { text: statistics.commonValues, of: whole },
    histogram: { text: statistics.histogram, of: whole },
    ends: { text: statistics.ends, of: whole },
    commonElements: { text: statistics.commonElements, of: element },
  } as const
}

/**
 * Gives every value a stand-in. Columns of one type and collation share them, so that two columns that are joined
 * still have their common values in common.
 */
export function standInsOf(
  columns: readonly { readonly statistics: ColumnStatistics; readonly of: ValueType | null }[],
): ReadonlyMap<string, StandIns> {
  const pools = new Map<string, { of: ValueType; values: Set<string> }>()
  for (const { statistics, of } of columns) {
    for (const list of Object.values(valueLists(statistics, of))) {
      if (list.text === null || list.of === null) continue
      const pool = pools.get(poolKey(list.of)) ?? { of: list.of, values: new Set() }
      for (const value of parseArrayText(list.text)) pool.values.add(value)
      pools.set(poolKey(list.of), pool)
    }
  }
  return new Map([...pools].map(([key, { of, values }]) => [key, ranked(of, values)]))
}

export function poolKey({ type, collation }: ValueType): string {
  return `${type} ${kindOf(type) === 'text' ? collation : ''}`
}

/** Empty where the order of the type's values is not known, or where they don't all find room. */
function ranked({ type, collation }: ValueType, values: ReadonlySet<string>): StandIns {
  const kind = kindOf(type)
  if (kind === null) return new Map()
  const sorted = [...values].sort(orderOf(kind, collation))
  const standIns = sorted.flatMap((value, rank) => {
    const text = standIn(kind, type, rank, values.size)
    return text === null ? [] : [[value, { rank, text }] as const]
  })
  return new Map(standIns)
}
