import type { IndexSpec, KeySpec } from '../../twin/index.ts'
import { type Asked, ascending, columnsAsked, equalColumns, fixedColumns, joinColumns, rangeColumns } from './asked.ts'

/** More columns than this are not tried in every order of two. */
const mostPaired = 6

/**
 * B-trees over columns: those that must be equal first, in any order since it is free for them; then one range, or the
 * order wanted, or what is grouped by. And every two columns that are asked for, in both orders: an index can serve a
 * condition, a join and an order of several statements at once.
 *
 * @param maxWidth keys at most
 * @param effort `widely`: also what is rarely the best, for few statements there is time to try it; `fixed`: also columns
 *   that must be null, true or false, which a partial index is mostly better for
 */
export function btreeSpecs(asked: Asked, maxWidth: number, effort: Effort): IndexSpec[] {
  const lists = keyLists(asked, effort)
    .map((keys) => withoutRepeats(keys))
    .filter((keys) => keys.length > 0 && keys.length <= maxWidth)
    .filter((keys) => keys.every(({ column, reads }) => reads !== undefined || asked.table.indexable.asKey.has(column)))
  return lists.map((keys) => ({ on: asked.on, keys, include: [], predicate: null }))
}

export interface Effort {
  readonly widely: boolean
  readonly fixed: boolean
}

function keyLists(asked: Asked, { widely, fixed: withFixed }: Effort): KeySpec[][] {
  // Behind others: most rows have the value that is asked for, and the planner takes rows to lie in a table as the first
  // column of an index has them, which tells nothing where that is mostly null.
  const fixed = withFixed ? fixedColumns(asked) : []
  const equal = equalColumns(asked)
  const joins = joinColumns(asked)
  const lists = columnsAsked(asked, ({ kind }) => kind === 'any')
  const ranges = rangeColumns(asked)
  const orders = asked.access.orders.filter((order) => order.every(({ reads }) => reads === undefined))
  const { groups } = asked.access
  const heads = [
    [],
    equal,
    ...equal.map((column) => [column]),
    ...(widely ? pairs(equal) : []),
    ...fixed.map((column) => [...equal, column]),
  ]
  const joined = [...joins.flatMap((join) => [[join], [...equal, join], [join, ...equal]]), ...pairs(joins)]
  const tails: KeySpec[][] = [
    [],
    ...[...lists, ...ranges].map((column) => ascending([column])),
    ...lists.flatMap((list) => ranges.map((range) => ascending([list, range]))),
    ...orders.map((order) => [...order]),
    ...groups.map(ascending),
  ]
  const firsts = [...orders, ...groups.map(ascending)].flatMap(([first]) => first?.column ?? [])
  const all = [...new Set([...equal, ...joins, ...lists, ...ranges, ...firsts])]
  const paired = all.length > (widely ? mostPaired : 2) ? [] : pairs(all).map(ascending)
  return [
    ...[...heads, ...joined].flatMap((head) => tails.map((tail) => [...ascending(head), ...tail])),
    ...paired,
    ...all.flatMap((column) => fixed.map((last) => ascending([column, last]))),
    ...readAlone(asked, all),
  ]
}

/** A few columns that are all that is read: an index of them need not be followed to the table. */
function readAlone({ access }: Asked, all: readonly string[]): KeySpec[][] {
  if (access.columns.size > 3) return []
  const read = [...access.columns].sort()
  return all
    .filter((column) => access.columns.has(column))
    .map((first) => ascending([first, ...read.filter((column) => column !== first)]))
}

/** Two of them, in both orders. */
function pairs(columns: readonly string[]): string[][] {
  return columns.flatMap((first) => columns.filter((second) => second !== first).map((second) => [first, second]))
}

function withoutRepeats(keys: readonly KeySpec[]): KeySpec[] {
  return keys.filter(({ column }, i) => keys.findIndex((key) => key.column === column) === i)
}
