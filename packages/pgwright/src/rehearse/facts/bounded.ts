import type { Relation, Snapshot } from '../../model/index.ts'
import type { Node } from '../../sql/index.ts'

/** Whether a condition leaves as many rows as it names values: `id = 5`, `code in ('a', 'b')`, of a unique column. */
export function namesItsRows(where: Node | undefined, { schema, name }: Relation, { indexes }: Snapshot): boolean {
  const unique = indexes
    .filter((index) => index.schema === schema && index.table === name && index.unique && index.predicate === null)
    .flatMap(({ keys }) => (keys.length === 1 ? (keys[0]?.column ?? []) : []))
  return conjuncts(where).some((condition) => {
    if (!('A_Expr' in condition)) return false
    const { kind, name: operator = [], lexpr, rexpr } = condition.A_Expr
    const [sign] = operator
    const equal = sign !== undefined && 'String' in sign && sign.String.sval === '='
    if (!equal || (kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN')) return false
    const field = lexpr !== undefined && 'ColumnRef' in lexpr ? lexpr.ColumnRef.fields?.at(-1) : undefined
    const column = field !== undefined && 'String' in field ? field.String.sval : undefined
    return column !== undefined && unique.includes(column) && rexpr !== undefined && isConstant(rexpr)
  })
}

function conjuncts(where: Node | undefined): Node[] {
  if (where === undefined) return []
  if (!('BoolExpr' in where) || where.BoolExpr.boolop !== 'AND_EXPR') return [where]
  return (where.BoolExpr.args ?? []).flatMap(conjuncts)
}

function isConstant(node: Node): boolean {
  if ('List' in node) return (node.List.items ?? []).every(isConstant)
  if ('TypeCast' in node) return node.TypeCast.arg !== undefined && isConstant(node.TypeCast.arg)
  return 'A_Const' in node || 'ParamRef' in node
}
