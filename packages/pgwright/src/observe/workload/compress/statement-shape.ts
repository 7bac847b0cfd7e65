import { mirroredOperators, tryParse } from '../../../sql/index.ts'
import { type KnownColumns, Scope } from './scope.ts'
import { call, distinct, listed, nothing, type Shape, unordered, word } from './shape.ts'
import { asTree, hasFunction, isValue, listOf, namesIn, namesOf, type Tree, unwrapped } from './tree.ts'

export interface StatementShape extends Shape {
  /** The tables that it touches, in the order of their names. */
  readonly tables: readonly string[]
}

/**
 * What a statement asks of the planner: its tables, conditions, joins, grouping and order. Statements have the same shape
 * that differ in what they select (but for functions of it), in aliases, values, lengths of lists, the order of
 * conditions and tables, and in what they return. Null for what is no single statement.
 */
export function statementShape(sql: string, known: KnownColumns): StatementShape | null {
  const [statement, second] = tryParse(sql) ?? []
  if (statement === undefined || second !== undefined) return null
  const writer = new ShapeWriter()
  const shape = writer.statement(statement, new Scope(known, null), true)
  return { ...shape, tables: [...writer.tables].sort() }
}

class ShapeWriter {
  readonly tables = new Set<string>()

  statement(node: unknown, scope: Scope, outermost: boolean): Shape {
    const [kind, tree] = unwrapped(node)
    switch (kind) {
      case 'SelectStmt':
        return this.#select(tree, scope, outermost)
      case 'InsertStmt':
        return this.#insert(tree, scope)
      case 'UpdateStmt':
      case 'DeleteStmt':
        return this.#change(kind, tree, scope)
      default:
        return this.#node(node, scope)
    }
  }

  #select(tree: Tree, scope: Scope, outermost: boolean): Shape {
    const commonTables = this.#with(tree, scope)
    if (tree.op !== undefined && tree.op !== 'SETOP_NONE') {
      const sides = [tree.larg, tree.rarg].map((side) => this.#select(asTree(side), scope.inner(), false))
      const all = tree.all === true ? 'all' : ''
      return call(`${String(tree.op)}${all}`, [
        commonTables,
        ...sides,
        this.#order(tree, scope),
        this.#limit(tree, scope),
      ])
    }
    if (tree.valuesLists !== undefined) {
      const [row] = listOf(tree.valuesLists)
      return call('values', [commonTables, this.#node(row, scope)])
    }
    const { tables, conditions } = this.#from(listOf(tree.fromClause), scope)
    const where = this.#conjuncts(tree.whereClause, scope)
    return call('select', [
      commonTables,
      call('from', unordered(tables)),
      call('where', unordered([...conditions, ...where])),
      call('group', unordered(listOf(tree.groupClause).map((key) => this.#sortable(key, tree, scope)))),
      call('having', unordered(this.#conjuncts(tree.havingClause, scope))),
      this.#order(tree, scope),
      this.#targets(tree, scope, outermost),
      tree.distinctClause === undefined ? nothing : call('distinct', this.#nodes(tree.distinctClause, scope)),
      this.#limit(tree, scope),
      tree.windowClause === undefined ? nothing : call('window', this.#nodes(tree.windowClause, scope)),
      tree.lockingClause === undefined ? nothing : word('lock'),
    ])
  }

  /** What the outermost query selects is read from the rows that it finds anyway, unless a function makes something of it. */
  #targets(tree: Tree, scope: Scope, outermost: boolean): Shape {
    const targets = listOf(tree.targetList)
    if (!outermost || tree.distinctClause !== undefined) return call('targets', this.#nodes(targets, scope))
    return call('targets', distinct(targets.filter(hasFunction).map((target) => this.#value(target, scope))))
  }

  #order(tree: Tree, scope: Scope): Shape {
    const keys = listOf(tree.sortClause).map((key) => {
      const { node, sortby_dir: direction, sortby_nulls: nulls } = asTree(unwrapped(key)[1])
      return call(`${String(direction)} ${String(nulls)}`, [this.#sortable(node, tree, scope)])
    })
    return call('order', keys)
  }

  #limit(tree: Tree, scope: Scope): Shape {
    const { limitCount: count, limitOffset: offset } = tree
    const limits = [count, offset].map((limit) => (limit === undefined ? nothing : this.#node(limit, scope)))
    return call(tree.limitOption === 'LIMIT_OPTION_WITH_TIES' ? 'limit with ties' : 'limit', limits)
  }

  /** A key of `order by` or `group by`, which can be the number or the name of a column of the result. */
  #sortable(node: unknown, select: Tree, scope: Scope): Shape {
    const targets = listOf(select.targetList)
    const [kind, tree] = unwrapped(node)
    const position = kind === 'A_Const' ? asTree(tree.ival).ival : undefined
    if (typeof position === 'number' && targets[position - 1] !== undefined)
      return this.#value(targets[position - 1], scope)
    const name = kind === 'ColumnRef' ? namesOf(tree.fields) : []
    const target = targets.find((one) => name.length === 1 && asTree(unwrapped(one)[1]).name === name[0])
    return target === undefined ? this.#node(node, scope) : this.#value(target, scope)
  }

  #value(target: unknown, scope: Scope): Shape {
    return this.#node(asTree(unwrapped(target)[1]).val, scope)
  }

  #with(tree: Tree, scope: Scope): Shape {
    const queries = listOf(asTree(tree.withClause).ctes).map((query) => {
      const { ctename, ctequery, ctematerialized } = asTree(unwrapped(query)[1])
      const label = asTree(tree.withClause).recursive === true ? scope.addCommonTable(String(ctename)) : null
      const shape = this.statement(ctequery, scope.inner(), false)
      return call(label ?? scope.addCommonTable(String(ctename)), [word(String(ctematerialized)), shape])
    })
    return queries.length === 0 ? nothing : call('with', queries)
  }

  /** Inner joins, written with `join` or with commas, are tables and conditions. */
  #from(items: readonly unknown[], scope: Scope): { tables: Shape[]; conditions: Shape[] } {
    const tables: Shape[] = []
    const joined: unknown[] = []
    const visit = (item: unknown) => {
      const [kind, tree] = unwrapped(item)
      if (
        kind === 'JoinExpr' &&
        tree.jointype === 'JOIN_INNER' &&
        tree.usingClause === undefined &&
        tree.isNatural !== true
      ) {
        visit(tree.larg)
        visit(tree.rarg)
        joined.push(tree.quals)
      } else tables.push(this.#fromItem(kind, tree, item, scope))
    }
    for (const item of items) visit(item)
    return { tables, conditions: joined.flatMap((condition) => this.#conjuncts(condition, scope)) }
  }

  #fromItem(kind: string, tree: Tree, item: unknown, scope: Scope): Shape {
    if (kind === 'RangeVar') return word(this.#table(tree, scope))
    const alias = String(asTree(tree.alias).aliasname ?? '')
    if (kind === 'RangeSubselect') {
      const query = this.statement(tree.subquery, scope.inner(), false)
      return call(scope.addTable('query', alias), [query])
    }
    if (kind === 'RangeFunction') {
      const shape = this.#nodes(tree.functions, scope)
      return call(scope.addTable('function', alias), shape)
    }
    if (kind !== 'JoinExpr') return this.#node(item, scope)
    const sides = [tree.larg, tree.rarg].map((side) => {
      const { tables, conditions } = this.#from([side], scope)
      return call('side', [...unordered(tables), ...unordered(conditions)])
    })
    const using = namesOf(tree.usingClause).sort().join(' ')
    const kindOfJoin = `${String(tree.jointype)} ${using}${tree.isNatural === true ? 'natural' : ''}`
    return call(kindOfJoin, [...sides, ...unordered(this.#conjuncts(tree.quals, scope))])
  }

  #table(tree: Tree, scope: Scope): string {
    const name = String(tree.relname)
    const alias = String(asTree(tree.alias).aliasname ?? name)
    const common = tree.schemaname === undefined ? scope.commonTable(name) : null
    const table = common ?? (tree.schemaname === undefined ? name : `${String(tree.schemaname)}.${name}`)
    if (common === null) this.tables.add(table)
    const label = scope.addTable(table, alias)
    return tree.inh === true ? label : `only ${label}`
  }

  #insert(tree: Tree, scope: Scope): Shape {
    const commonTables = this.#with(tree, scope)
    const table = this.#table(asTree(tree.relation), scope)
    const columns = namesIn(tree.cols).sort().join(' ')
    const source = tree.selectStmt === undefined ? nothing : this.statement(tree.selectStmt, scope.inner(), false)
    const conflict = tree.onConflictClause === undefined ? nothing : this.#node(tree.onConflictClause, scope)
    return call(`insert ${table} ${columns}`, [commonTables, source, conflict])
  }

  #change(kind: string, tree: Tree, scope: Scope): Shape {
    const commonTables = this.#with(tree, scope)
    const table = this.#table(asTree(tree.relation), scope)
    const { tables, conditions } = this.#from(listOf(tree.fromClause ?? tree.usingClause), scope)
    const set = listOf(tree.targetList).map((target) => {
      const value = this.#value(target, scope)
      return call(String(asTree(unwrapped(target)[1]).name), [value.text === '?' ? { ...value, text: '' } : value])
    })
    const where = this.#conjuncts(tree.whereClause, scope)
    return call(`${kind} ${table}`, [
      commonTables,
      call('set', unordered(set)),
      call('from', unordered(tables)),
      call('where', unordered([...conditions, ...where])),
    ])
  }

  #conjuncts(condition: unknown, scope: Scope): Shape[] {
    if (condition === undefined) return []
    const [kind, tree] = unwrapped(condition)
    if (kind === 'BoolExpr' && tree.boolop === 'AND_EXPR') {
      return listOf(tree.args).flatMap((one) => this.#conjuncts(one, scope))
    }
    if (kind === 'A_Expr' && tree.kind === 'AEXPR_BETWEEN') {
      const [from, to] = listOf(asTree(unwrapped(tree.rexpr)[1]).items)
      return [this.#comparison('>=', tree.lexpr, from, scope), this.#comparison('<=', tree.lexpr, to, scope)]
    }
    return [this.#node(condition, scope)]
  }

  #comparison(operator: string, left: unknown, right: unknown, scope: Scope): Shape {
    const [first, second] = [this.#node(left, scope), this.#node(right, scope)]
    const mirrored = mirror[operator]
    const turned = mirrored !== undefined && (first.text === '?' || (second.text !== '?' && second.text < first.text))
    return turned ? call(mirrored, [second, first]) : call(operator, [first, second])
  }

  #nodes(list: unknown, scope: Scope): Shape[] {
    return listOf(list).map((node) => this.#node(node, scope))
  }

  #node(node: unknown, scope: Scope): Shape {
    if (Array.isArray(node)) return call('', this.#nodes(node, scope))
    if (typeof node !== 'object' || node === null) return word(String(node))
    const [kind, tree] = unwrapped(node)
    switch (kind) {
      case 'A_Const':
      case 'ParamRef':
        return constantShape(kind, tree)
      case 'ColumnRef':
        return word(columnOf(tree, scope))
      case 'RangeVar':
        return word(this.#table(tree, scope))
      case 'TypeCast': {
        const value = this.#node(tree.arg, scope)
        return value.text === '?' ? value : call('cast', [value, this.#rest(asTree(tree.typeName), scope)])
      }
      case 'BoolExpr':
        return this.#boolean(tree, scope)
      case 'A_Expr':
        return this.#expression(tree, scope)
      case 'SelectStmt':
      case 'InsertStmt':
      case 'UpdateStmt':
      case 'DeleteStmt':
        return this.statement(node, scope.inner(), false)
      default:
        return kind === '' ? this.#rest(tree, scope) : call(kind, [this.#rest(tree, scope)])
    }
  }

  /** Every field of a node, but for where it stands. */
  #rest(tree: Tree, scope: Scope): Shape {
    const keys = Object.keys(tree).filter((key) => !/location$/.test(key) && tree[key] !== undefined)
    return call(
      '',
      keys.sort().map((key) => call(key, [this.#node(tree[key], scope)])),
    )
  }

  #boolean(tree: Tree, scope: Scope): Shape {
    const parts = (node: unknown): Shape[] => {
      const [kind, inner] = unwrapped(node)
      return kind === 'BoolExpr' && inner.boolop === tree.boolop && tree.boolop !== 'NOT_EXPR'
        ? listOf(inner.args).flatMap(parts)
        : [this.#node(node, scope)]
    }
    const all = listOf(tree.args).flatMap(parts)
    // A list of values that is written with `or`: its length means no more than that of `in`.
    return call(String(tree.boolop), tree.boolop === 'OR_EXPR' ? distinct(all) : unordered(all))
  }

  #expression(tree: Tree, scope: Scope): Shape {
    const operator = namesOf(tree.name).join('.')
    const list = listOf(asTree(unwrapped(tree.rexpr)[1]).items)
    const values = tree.kind === 'AEXPR_IN' ? list : [tree.rexpr]
    if ((tree.kind === 'AEXPR_IN' || tree.kind === 'AEXPR_OP_ANY') && values.every(isValue)) {
      const shapes = unordered(values.map((value) => this.#node(value, scope)))
      const inList = { text: '?', values: listed(shapes.map((shape) => shape.values)) }
      return call(`in ${operator}`, [this.#node(tree.lexpr, scope), inList])
    }
    if (tree.kind === 'AEXPR_OP' && tree.lexpr !== undefined) {
      return this.#comparison(operator, tree.lexpr, tree.rexpr, scope)
    }
    return call(`A_Expr ${String(tree.kind)} ${operator}`, [this.#node([tree.lexpr ?? '', tree.rexpr], scope)])
  }
}

const mirror: Readonly<Record<string, string>> = { ...mirroredOperators, '<>': '<>' }

function columnOf(tree: Tree, scope: Scope): string {
  const names = namesOf(tree.fields)
  const [last = '*', alias] = [names.at(-1), names.at(-2)]
  return alias === undefined ? scope.bareColumn(last) : scope.column(alias, last)
}

/** True, false and null are no values like others: an index can be on the rows that have them alone. */
function constantShape(kind: string, tree: Tree): Shape {
  const { location = 0, ...value } = tree
  if ('isnull' in value || 'boolval' in value) return word(JSON.stringify(value))
  const literal = kind === 'ParamRef' ? null : JSON.stringify(value)
  return { text: '?', values: [{ literal, locations: [Number(location)] }] }
}
