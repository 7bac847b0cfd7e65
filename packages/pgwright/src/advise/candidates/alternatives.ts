import type { IndexSpec } from '../../twin/index.ts'
import { type Asked, ascending } from './asked.ts'

const ordered = new Set(['=', '<', '>', '<=', '>='])

/**
 * A B-tree for the column of each arm of an OR: what they find is put together as bitmaps. Only where every arm has
 * something to be found by, since one that has not reads the whole table anyhow. Arms of other kinds get their indexes
 * where conditions of these kinds do.
 */
export function alternativeSpecs({ on, access, table }: Asked): IndexSpec[] {
  const columns = access.terms
    .filter(({ everyArm, operator, key }) => everyArm === true && ordered.has(operator) && key.reads === undefined)
    .map(({ key }) => key.column)
    .filter((column) => table.indexable.asKey.has(column))
  return [...new Set(columns)].map((column) => ({ on, keys: ascending([column]), include: [], predicate: null }))
}
