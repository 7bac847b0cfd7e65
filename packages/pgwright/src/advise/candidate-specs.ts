import type { ObjectName, Relation, Snapshot } from '../model/index.ts'
import { type Predicate, quoteIdentifier, quoteLiteral, quoteQualified } from '../sql/index.ts'
import { type Access, type IndexSpec, type KeySpec, specKey } from '../twin/index.ts'
import { type IndexableColumns, indexableColumns } from './column-width.ts'
import type { PlannedStatement } from './planned-statement.ts'

/** More columns than this in an index serve one statement and burden every write. */
const maxKeys = 4
const maxIncluded = 6
/** A partial index is for one value of a column; with more values there would be too many such indexes to have. */
const mostFixedValues = 20

/** The indexes that could serve a statement, by its access to each of its tables. */
export function candidateSpecs(
  { accesses }: PlannedStatement,
  snapshot: Snapshot,
  popularity: ReadonlyMap<string, number>,
): IndexSpec[] {
  const specs = accesses.flatMap((access) => {
    const relation = snapshot.relations.find(({ schema, name }) => sameTable(access.table, { schema, name }))
    return relation === undefined || !advisable(relation)
      ? []
      : accessSpecs(access, popularity, fewValued(access, snapshot), indexableColumns(access.table, snapshot))
  })
  return [...new Map(specs.map((spec) => [specKey(spec), spec])).values()]
}

/** How much of the workload asks for equality with a column: the order in which equality columns are put. */
export function equalityPopularity(statements: readonly PlannedStatement[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { accesses, weight } of statements) {
    for (const { table, predicates } of accesses) {
      for (const { kind, use } of predicates) {
        const key = columnKey(table, use.column)
        if (kind === 'equal') counts.set(key, (counts.get(key) ?? 0) + weight)
      }
    }
  }
  return counts
}

/** A partition is not advised on alone: its siblings would miss what it got. */
function advisable(relation: Relation): boolean {
  return (relation.kind === 'table' || relation.kind === 'matview') && relation.partitionBound === null
}

/** Columns with few values, such as a status: a constant of these recurs, one of any other is somebody's. */
function fewValued({ table }: Access, { columnStatistics }: Snapshot): ReadonlySet<string> {
  const few = columnStatistics.filter((s) => sameTable(table, { schema: s.schema, name: s.table }))
  return new Set(few.filter(({ distinct }) => distinct > 0 && distinct <= mostFixedValues).map(({ column }) => column))
}

function accessSpecs(
  access: Access,
  popularity: ReadonlyMap<string, number>,
  fewValued: ReadonlySet<string>,
  indexable: IndexableColumns,
): IndexSpec[] {
  const plain = keyLists(access, popularity)
  const fixed = access.predicates.flatMap((predicate) => fixedCondition(predicate, fewValued) ?? [])
  const specs = plain.map((keys): IndexSpec => ({ on: access.table, keys, include: [], predicate: null }))
  const partial = fixed.length === 0 ? [] : partialSpecs(specs, fixed)
  return [...specs, ...partial]
    .filter(({ keys }) => keys.every(({ column }) => indexable.asKey.has(column)))
    .flatMap((spec) => [spec, ...covering(spec, access, indexable)])
}

/** Lists of keys: equality columns first, in any order since it is free for them; then one range or the order wanted. */
function keyLists(access: Access, popularity: ReadonlyMap<string, number>): KeySpec[][] {
  const columns = (wanted: (predicate: Predicate) => boolean) =>
    [...new Set(access.predicates.filter(wanted).map(({ use }) => use.column))].sort(
      (a, b) => rank(b) - rank(a) || (a < b ? -1 : 1),
    )
  const rank = (column: string) => popularity.get(columnKey(access.table, column)) ?? 0
  const equal = columns(({ kind, operand }) => kind === 'equal' && operand?.kind !== 'column')
  const lists = columns(({ kind }) => kind === 'any')
  const joins = columns(({ kind, operand }) => kind === 'equal' && operand?.kind === 'column')
  const ranges = columns(({ kind }) => kind === 'above' || kind === 'below')
  const heads = [[], equal, ...equal.map((column) => [column]), ...pairs(equal)]
  const joined = joins.flatMap((join) => [[join], [...equal, join], [join, ...equal]])
  const tails: KeySpec[][] = [
    [],
    ...[...lists, ...ranges].map((column) => ascending([column])),
    ...lists.flatMap((list) => ranges.map((range) => ascending([list, range]))),
    ...access.orders.map((order) => [...order]),
    ...access.groups.map(ascending),
  ]
  return [...heads, ...joined]
    .flatMap((head) => tails.map((tail) => withoutRepeats([...ascending(head), ...tail])))
    .filter((keys) => keys.length > 0 && keys.length <= maxKeys)
}

/** Two of many equality columns can be enough, in either order. */
function pairs(columns: readonly string[]): string[][] {
  if (columns.length < 3) return columns.length === 2 ? [[...columns].reverse()] : []
  return columns.flatMap((first) => columns.filter((second) => second !== first).map((second) => [first, second]))
}

function ascending(columns: readonly string[]): KeySpec[] {
  return columns.map((column) => ({ column, descending: false }))
}

function withoutRepeats(keys: readonly KeySpec[]): KeySpec[] {
  return keys.filter(({ column }, i) => keys.findIndex((key) => key.column === column) === i)
}

interface FixedCondition {
  readonly column: string
  readonly sql: string
}

/** A condition that is the same in every call, and so can be an index's own. */
function fixedCondition({ kind, use, operand }: Predicate, fewValued: ReadonlySet<string>): FixedCondition | null {
  const column = quoteIdentifier(use.column)
  if (kind === 'is-null') return { column: use.column, sql: `${column} is null` }
  if (kind === 'true') return { column: use.column, sql: column }
  if (kind === 'false') return { column: use.column, sql: `not ${column}` }
  if (kind !== 'equal' || operand?.kind !== 'constant' || !fewValued.has(use.column)) return null
  return { column: use.column, sql: `${column} = ${quoteLiteral(operand.value)}` }
}

/** The column that the condition fixes need not be a key. Not-null tests are left out: most indexes imply them. */
function partialSpecs(specs: readonly IndexSpec[], fixed: readonly FixedCondition[]): IndexSpec[] {
  const conditions = fixed.length === 1 ? [fixed] : [fixed, ...fixed.map((one) => [one])]
  return conditions.flatMap((parts) => {
    const columns = new Set(parts.map(({ column }) => column))
    const predicate = { sql: parts.map(({ sql }) => sql).join(' and '), columns: [...columns] }
    return specs.flatMap((spec) => {
      const keys = spec.keys.filter(({ column }) => !columns.has(column))
      return keys.length === 0 ? [] : [{ ...spec, keys, predicate }]
    })
  })
}

/** With all other columns that the statement reads, so that the table itself need not be read. */
function covering(spec: IndexSpec, { columns }: Access, { included }: IndexableColumns): IndexSpec[] {
  const keys = new Set(spec.keys.map(({ column }) => column))
  const include = [...columns].filter((column) => !keys.has(column)).sort()
  if (!include.every((column) => included.has(column))) return []
  return include.length === 0 || include.length > maxIncluded ? [] : [{ ...spec, include }]
}

function columnKey(table: ObjectName, column: string): string {
  return `${quoteQualified(table.schema, table.name)}.${column}`
}

function sameTable(a: ObjectName, b: ObjectName): boolean {
  return a.schema === b.schema && a.name === b.name
}
