import type { ObjectName } from '../../../packages/pgwright/src/model/index.ts'
import { type IndexSpec, type SpecCandidate, specKey } from '../../../packages/pgwright/src/twin/index.ts'
import type { PreparedStatement } from '../statements.ts'

/** A B-tree over columns in this order, as all published algorithms know them. */
export function indexOn(on: ObjectName, columns: readonly string[]): IndexSpec {
  return { on, keys: columns.map((column) => ({ column, descending: false })), include: [], predicate: null }
}

/** An index on each column that some statement could use. */
export function singleColumns(statements: readonly PreparedStatement[]): IndexSpec[] {
  return distinct(
    statements.flatMap(({ tables }) => tables.flatMap(({ on, columns }) => columns.map((one) => indexOn(on, [one])))),
  )
}

/** All indexes of up to `maxWidth` columns, in every order, that a statement could use. */
export function permutations({ tables }: PreparedStatement, maxWidth: number): IndexSpec[] {
  return tables.flatMap(({ on, columns }) => orders(columns, maxWidth).map((one) => indexOn(on, one)))
}

function orders(columns: readonly string[], maxWidth: number): string[][] {
  if (maxWidth === 0) return []
  return columns.flatMap((first) => {
    const rest = columns.filter((column) => column !== first)
    return [[first], ...orders(rest, maxWidth - 1).map((behind) => [first, ...behind])]
  })
}

export function columnsOf({ spec: { keys } }: Pick<SpecCandidate, 'spec'>): string[] {
  return keys.map(({ column }) => column)
}

export function sameTable(one: Pick<SpecCandidate, 'spec'>, two: Pick<SpecCandidate, 'spec'>): boolean {
  return one.spec.on.schema === two.spec.on.schema && one.spec.on.name === two.spec.on.name
}

/** One index, then what the other has beside it: it serves both, the other less well. Null where that is too wide. */
export function merged(one: SpecCandidate, two: SpecCandidate, maxWidth: number): IndexSpec | null {
  if (!sameTable(one, two)) return null
  const columns = [...new Set([...columnsOf(one), ...columnsOf(two)])]
  const grown = columns.length > one.spec.keys.length && columns.length > two.spec.keys.length
  return grown && columns.length <= maxWidth ? indexOn(one.spec.on, columns) : null
}

function distinct(specs: readonly IndexSpec[]): IndexSpec[] {
  return [...new Map(specs.map((spec) => [specKey(spec), spec])).values()]
}
