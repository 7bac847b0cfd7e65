import type { Random } from '../../../packages/pgwright/src/demo/system.ts'
import { type Drawn, some } from './dataset.ts'

/** What an application lists or looks up. */
export interface Entity {
  /** Tables with their joins. */
  readonly from: string
  readonly outputs: readonly string[]
  /** One of these is always there: without it all rows would be asked for. */
  readonly leading: readonly Drawn[]
  readonly others: readonly Drawn[]
  readonly orders: readonly string[]
  /** By which it is counted; none: it is not. */
  readonly groups: readonly string[]
}

/** A list, a page of the newest, or a count, as applications ask. */
export function lookUp(random: Random, entities: readonly Entity[]): string {
  const { from, outputs, leading, others, orders, groups } = random.pick(entities)
  const conditions = [random.pick(leading), ...some(random, others, 0, 2)].map((condition) => condition(random))
  const where = `from ${from} where ${conditions.join(' and ')}`
  const kind = random.integer(1, 10)
  if (kind <= 2 && groups.length > 0) {
    const group = random.pick(groups)
    return `select ${group}, count(*) ${where} group by ${group}`
  }
  const list = `select ${some(random, outputs, 2, 5).join(', ')} ${where}`
  return kind <= 7 && orders.length > 0
    ? `${list} order by ${random.pick(orders)} limit ${random.pick([10, 20, 50])}`
    : list
}
