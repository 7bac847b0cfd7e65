import { type Predicate, quoteLiteral, readableIdentifier, type Term } from '../../sql/index.ts'
import type { IndexSpec } from '../../twin/index.ts'
import type { Asked } from './asked.ts'

/** More columns than this beside the keys make an index nearly as large as its table. */
const maxIncluded = 6

/** The same with all other columns that the statement reads, so that the table itself need not be read. */
export function covering(spec: IndexSpec, { access, table }: Asked): IndexSpec[] {
  const keys = new Set(spec.keys.map(({ column }) => column))
  // What the condition says of them is known without reading them.
  for (const column of spec.predicate?.fixed ?? []) keys.add(column)
  const include = [...access.columns].filter((column) => !keys.has(column)).sort()
  if (include.length === 0 || include.length > maxIncluded) return []
  return include.every((column) => table.indexable.included.has(column)) ? [{ ...spec, include }] : []
}

/**
 * The same over those rows alone that the statement always wants: a column that the condition fixes need not be a key.
 * Not-null tests are left out: most indexes imply them.
 */
export function partial(specs: readonly IndexSpec[], asked: Asked): IndexSpec[] {
  const { fewValued } = asked.table
  const fixed = [
    ...asked.access.predicates.flatMap((predicate) => fixedCondition(predicate, fewValued) ?? []),
    ...asked.access.terms.flatMap((term) => fixedDifference(term, fewValued) ?? []),
  ]
  if (fixed.length === 0) return []
  const conditions = fixed.length === 1 ? [fixed] : [fixed, ...fixed.map((one) => [one])]
  return conditions.flatMap((parts) => {
    const columns = new Set(parts.map(({ column }) => column))
    const equals = new Set(parts.flatMap(({ column, equal }) => (equal ? column : [])))
    const predicate = { sql: parts.map(({ sql }) => sql).join(' and '), columns: [...columns], fixed: [...equals] }
    return specs.flatMap((spec) => {
      const keys = spec.keys.filter(({ column }) => !equals.has(column))
      return keys.length === 0 ? [] : [{ ...spec, keys, predicate }]
    })
  })
}

interface FixedCondition {
  readonly column: string
  readonly sql: string
  /** All rows that meet it have the same value. */
  readonly equal: boolean
}

/** A condition that is the same in every call, and so can be an index's own. */
function fixedCondition({ kind, use, operand }: Predicate, fewValued: ReadonlySet<string>): FixedCondition | null {
  const column = readableIdentifier(use.column)
  const equal = true
  if (kind === 'is-null') return { column: use.column, sql: `${column} is null`, equal }
  if (kind === 'true') return { column: use.column, sql: column, equal }
  if (kind === 'false') return { column: use.column, sql: `not ${column}`, equal }
  if (kind !== 'equal' || operand?.kind !== 'constant' || !fewValued.has(use.column)) return null
  return { column: use.column, sql: `${column} = ${quoteLiteral(operand.value)}`, equal }
}

/** `status <> 'done'`: what is not over yet. */
function fixedDifference(term: Term, fewValued: ReadonlySet<string>): FixedCondition | null {
  const { key, operator, operand, alternative } = term
  if (operator !== '<>' || alternative || key.reads !== undefined || operand.kind !== 'constant') return null
  if (!fewValued.has(key.column)) return null
  return {
    column: key.column,
    sql: `${readableIdentifier(key.column)} <> ${quoteLiteral(operand.value)}`,
    equal: false,
  }
}
