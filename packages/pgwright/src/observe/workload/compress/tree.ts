export type Tree = Readonly<Record<string, unknown>>

/** `{ SelectStmt: {…} }` as its name and what is in it. */
export function unwrapped(node: unknown): [string, Tree] {
  const tree = asTree(node)
  const [kind, second] = Object.keys(tree)
  const isNode = kind !== undefined && second === undefined && /^[A-Z]/.test(kind)
  return isNode ? [kind, asTree(tree[kind])] : ['', tree]
}

export function asTree(node: unknown): Tree {
  return typeof node === 'object' && node !== null ? (node as Tree) : {}
}

export function listOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : []
}

export function namesOf(list: unknown): string[] {
  return listOf(list).map((node) => String(asTree(asTree(node).String).sval ?? '*'))
}

export function namesIn(targets: unknown): string[] {
  return listOf(targets).map((target) => String(asTree(unwrapped(target)[1]).name))
}

export function isValue(node: unknown): boolean {
  const [kind, tree] = unwrapped(node)
  if (kind === 'TypeCast') return isValue(tree.arg)
  return kind === 'A_Const' || kind === 'ParamRef' || (kind === 'A_ArrayExpr' && listOf(tree.elements).every(isValue))
}

/** Functions can be aggregates, which change what a plan does; a column or an arithmetic of columns does not. */
export function hasFunction(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasFunction)
  if (typeof node !== 'object' || node === null) return false
  return Object.entries(node).some(([key, value]) => functions.has(key) || hasFunction(value))
}

/** `json_arrayagg` and its like are nodes of their own in the grammar. */
const functions = new Set(['FuncCall', 'SubLink', 'GroupingFunc', 'JsonArrayAgg', 'JsonObjectAgg'])
