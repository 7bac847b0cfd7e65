import { deparseSync } from 'pgsql-deparser'
import { holds, type Node, tryParse, walk } from './parser.ts'
import {
  bareName,
  columnsOf,
  columnUse,
  conjuncts,
  expression,
  mirroredOperators,
  type Operand,
  type OperatorNode,
  operand,
  withoutCasts,
  withoutSubplans,
} from './plan-expression.ts'

/** What an index could have as a key: a column, or an expression over columns of one relation. */
export interface KeyExpression {
  readonly alias: string
  /** The column's name, or the expression's text over unqualified columns. */
  readonly column: string
  /** The columns that an expression reads; absent for a column. */
  readonly reads?: readonly string[]
}

/** `key operator operand`: what an index on the key could answer. */
export interface Term {
  readonly key: KeyExpression
  readonly operator: string
  /** `= any (…)`. */
  readonly list: boolean
  readonly operand: Operand
  /** One of several that are joined by OR, each of which needs an index of its own. */
  readonly alternative: boolean
  /** Of an alternative: each of the others has such a term of the same relation, so that indexes answer all of it. */
  readonly everyArm?: true
}

export interface SortKey extends KeyExpression {
  readonly descending: boolean
  /** Absent where nulls come where the direction puts them by itself. */
  readonly nullsFirst?: boolean
}

/** The terms of a condition as `EXPLAIN (VERBOSE)` prints it. */
export function readTerms(text: string): Term[] {
  const tree = expression(text)
  return tree === null ? [] : conjuncts(tree).flatMap((node) => termsOf(node, false))
}

/** A sort key as `EXPLAIN (VERBOSE)` prints it; null where no index could have it. */
export function readSortKey(text: string): SortKey | null {
  const sort = sortBy(text)
  const key = sort?.node === undefined ? null : keyExpression(sort.node)
  if (sort === null || key === null) return null
  const descending = sort.sortby_dir === 'SORTBY_DESC'
  const usual = sort.sortby_nulls === 'SORTBY_NULLS_DEFAULT'
  return usual ? { ...key, descending } : { ...key, descending, nullsFirst: !descending }
}

/** An order by distance, `location <-> point`, as the term that an index answers; null for any other sort key. */
export function readDistance(text: string): Term | null {
  const node = sortBy(text)?.node
  const [term] = node !== undefined && 'A_Expr' in node ? operatorTerms(node.A_Expr, false) : []
  return term?.operator === '<->' ? term : null
}

function sortBy(text: string) {
  const [statement] = tryParse(`select order by ${withoutSubplans(text)}`) ?? []
  const sort = statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt?.sortClause?.[0] : undefined
  return sort !== undefined && 'SortBy' in sort ? sort.SortBy : null
}

function termsOf(node: Node, alternative: boolean): Term[] {
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'OR_EXPR')
    return alternatives((node.BoolExpr.args ?? []).map((arm) => conjuncts(arm).flatMap((part) => termsOf(part, true))))
  return 'A_Expr' in node ? operatorTerms(node.A_Expr, alternative) : []
}

/** What these exclude is most of a table, and no index finds the rest. */
const excluding = new Set(['<>', '!~~', '!~~*', '!~', '!~*'])

function alternatives(arms: readonly (readonly Term[])[]): Term[] {
  return arms.flat().map(({ everyArm: _, ...term }) => {
    const found = ({ key, operator }: Term) => key.alias === term.key.alias && !excluding.has(operator)
    return arms.every((arm) => arm.some(found)) ? { ...term, everyArm: true } : term
  })
}

function operatorTerms({ kind, name, lexpr, rexpr }: OperatorNode, alternative: boolean): Term[] {
  if (lexpr === undefined || rexpr === undefined) return []
  if (kind !== 'AEXPR_OP' && kind !== 'AEXPR_OP_ANY') return []
  const operator = bareName(name)
  const list = kind === 'AEXPR_OP_ANY'
  const terms = side(lexpr, rexpr, operator)
  const other = mirroredOperators[operator]
  return [...terms, ...(list || other === undefined ? [] : side(rexpr, lexpr, other))].map((term) => ({
    ...term,
    list,
    alternative,
  }))
}

/** The other side may hold no column of the same relation: its value must be known when the index is asked. */
function side(own: Node, other: Node, operator: string): Pick<Term, 'key' | 'operator' | 'operand'>[] {
  const key = keyExpression(own)
  if (key === null || columnsOf(other).some(({ alias }) => alias === key.alias)) return []
  return [{ key, operator, operand: operand(other) }]
}

function keyExpression(node: Node): KeyExpression | null {
  const use = columnUse(node)
  if (use !== null) return { alias: use.alias, column: use.column }
  const uses = columnsOf(node)
  const [first] = uses
  if (first === undefined || uses.some(({ alias }) => alias !== first.alias) || holds(node, (one) => 'ParamRef' in one))
    return null
  // A cast alone is no expression of its own, and what has a query in it can't be in an index.
  if ('ColumnRef' in withoutCasts(node) && castTarget(node) === 'text') return null
  if (holds(node, (one) => 'SubLink' in one || 'WindowDef' in one || 'A_Star' in one)) return null
  return { alias: first.alias, column: unqualified(node), reads: uses.map(({ column }) => column) }
}

function castTarget(node: Node): string {
  return 'TypeCast' in node ? bareName(node.TypeCast.typeName?.names) : ''
}

function unqualified(tree: Node): string {
  const copy = structuredClone(tree)
  walk(copy, (node) => {
    const reference = node.ColumnRef as { fields?: Node[] } | undefined
    if (reference?.fields !== undefined) reference.fields = reference.fields.slice(-1)
  })
  return deparseSync(copy)
}
