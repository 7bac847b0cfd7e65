import { type Node, tryParse, walk } from './parser.ts'

/** A column as a plan names it: by the alias of its relation, which is unique within the plan. */
export interface ColumnUse {
  /** Empty in the output of a plan that has but one relation: there PostgreSQL prints the column alone. */
  readonly alias: string
  readonly column: string
}

/** What a column is compared with. */
export type Operand =
  | { readonly kind: 'parameter'; readonly number: number }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'column'; readonly use: ColumnUse }
  /** `current_setting('name')`, cast or not: how policies learn who asks. */
  | { readonly kind: 'setting'; readonly name: string }
  | { readonly kind: 'expression' }

export type OperatorNode = Extract<Node, { A_Expr: unknown }>['A_Expr']

export function expression(text: string): Node | null {
  const [statement] = tryParse(`select (${withoutSubplans(text)})`) ?? []
  const target =
    statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt?.targetList?.[0] : undefined
  return target !== undefined && 'ResTarget' in target ? (target.ResTarget.val ?? null) : null
}

/** Plans name their sub-plans in ways that are not SQL; a null stands for what they return. */
export function withoutSubplans(text: string): string {
  return text
    .replaceAll(/\bEXISTS\((?:hashed )?SubPlan \w+\)/g, 'true')
    .replaceAll(/\b(?:hashed )?(?:SubPlan|InitPlan|CTE) \w+(?: \(returns [^)]*\))?/g, 'null')
    .replaceAll(/(^|\()(?:ANY|ALL) \(/g, '$1(')
    .replaceAll(/\bPARTIAL (?=\w+\()/g, '')
}

export function conjuncts(node: Node): Node[] {
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') return (node.BoolExpr.args ?? []).flatMap(conjuncts)
  return [node]
}

/** A bare column, or one under a cast to text, which for the other string types is no change of value. */
export function columnUse(node: Node): ColumnUse | null {
  if ('TypeCast' in node) {
    const text = bareName(node.TypeCast.typeName?.names) === 'text'
    return text && node.TypeCast.arg !== undefined ? columnUse(node.TypeCast.arg) : null
  }
  if (!('ColumnRef' in node)) return null
  const parts = (node.ColumnRef.fields ?? []).map((field) => ('String' in field ? (field.String.sval ?? '') : '*'))
  const column = parts.at(-1)
  const [alias] = parts.length === 1 ? [''] : parts
  return parts.length > 2 || alias === undefined || column === undefined || column === '*' ? null : { alias, column }
}

export function bareName(names: readonly Node[] | undefined): string {
  const last = names?.at(-1)
  return last !== undefined && 'String' in last ? (last.String.sval ?? '') : ''
}

export function operand(node: Node): Operand {
  const use = columnUse(node)
  if (use !== null) return { kind: 'column', use }
  const inner = withoutCasts(node)
  if ('ParamRef' in inner) return { kind: 'parameter', number: inner.ParamRef.number ?? 0 }
  const value = 'A_Const' in inner ? constant(inner.A_Const) : null
  if (value !== null) return { kind: 'constant', value }
  const setting = settingName(node)
  return setting === null ? { kind: 'expression' } : { kind: 'setting', name: setting }
}

export function withoutCasts(node: Node): Node {
  return 'TypeCast' in node && node.TypeCast.arg !== undefined ? withoutCasts(node.TypeCast.arg) : node
}

function constant(value: Extract<Node, { A_Const: unknown }>['A_Const']): string | null {
  if (value.sval !== undefined) return value.sval.sval ?? ''
  if (value.ival !== undefined) return String(value.ival.ival ?? 0)
  if (value.fval !== undefined) return value.fval.fval ?? null
  return value.boolval === undefined ? null : String(value.boolval.boolval ?? false)
}

/** The setting that an expression depends on, where it depends on one and on no column. */
function settingName(tree: Node): string | null {
  const names: string[] = []
  walk(tree, (node) => {
    const call = node.FuncCall as Extract<Node, { FuncCall: unknown }>['FuncCall'] | undefined
    const [argument] = call?.args ?? []
    if (bareName(call?.funcname) !== 'current_setting' || argument === undefined) return
    const inner = withoutCasts(argument)
    const name = 'A_Const' in inner ? constant(inner.A_Const) : null
    if (name !== null) names.push(name)
  })
  const [name] = names
  return name === undefined || columnsOf(tree).length > 0 ? null : name
}

export function columnsOf(tree: Node): ColumnUse[] {
  const found = new Map<string, ColumnUse>()
  walk(tree, (node) => {
    const use = 'ColumnRef' in node ? columnUse(node as Node) : null
    if (use !== null) found.set(`${use.alias}.${use.column}`, use)
  })
  return [...found.values()]
}

/** An operator as it reads with its sides exchanged; one that is not among them can't be asked from the other side. */
export const mirroredOperators: Readonly<Record<string, string>> = {
  '=': '=',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '@>': '<@',
  '<@': '@>',
  '&&': '&&',
  '<<=': '>>=',
  '>>=': '<<=',
  '<->': '<->',
}
