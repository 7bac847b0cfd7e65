import { quoteQualified } from '../../sql/index.ts'
import type { InPlace } from '../in-place.ts'
import { tableWrites } from '../writes/table-writes.ts'
import { isDivisible, isLarge, type RangeKey, rangedColumns, rangeKey } from './range-key.ts'
import { type Retention, retentions } from './retention.ts'

/** A column that a large table could be cut by, and what asks for that. */
export interface AskedRange extends RangeKey {
  /** Of the workload's cost, that of the statements that ask for a range of it. */
  readonly share: number
  /** Deletes of what is past some value of it. */
  readonly retention: Retention | null
}

/** Those that most is asked of first. */
export function askedRanges({ snapshot, statements, cost }: InPlace): AskedRange[] {
  const tables = snapshot.relations.filter((relation) => isLarge(relation) && isDivisible(snapshot, relation))
  if (tables.length === 0) return []
  const writes = tableWrites(snapshot)
  const deletes = retentions(snapshot)
  const found = tables.flatMap((relation) => {
    const costs = new Map<string, number>()
    for (const { planned, cost: ofCall } of statements)
      for (const column of rangedColumns(planned, relation))
        costs.set(column, (costs.get(column) ?? 0) + planned.weight * ofCall)
    const ofTable = deletes.filter((one) => one.relation === relation)
    const columns = new Set([...costs.keys(), ...ofTable.map(({ column }) => column)])
    return [...columns].flatMap((column): AskedRange[] => {
      const key = rangeKey(snapshot, relation, column, writes.get(quoteQualified(relation.schema, relation.name)))
      const retention = ofTable.find((one) => one.column === column) ?? null
      return key === null ? [] : [{ ...key, share: (costs.get(column) ?? 0) / cost, retention }]
    })
  })
  return found.sort((a, b) => b.share - a.share)
}
