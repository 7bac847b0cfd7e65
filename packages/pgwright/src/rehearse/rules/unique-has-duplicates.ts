import type { Relation } from '../../model/index.ts'
import { type Node, readableIdentifier } from '../../sql/index.ts'
import { alterations, nameOf, strings } from '../facts/alterations.ts'
import { rowsOf } from '../facts/size.ts'
import type { Rule, RuleFinding, StatementContext } from '../rule.ts'

/** A value that `analyze` found more than once is in its list of common values, with how often. */
export const uniqueHasDuplicates: Rule = {
  id: 'unique-has-duplicates',
  title: 'unique index on a column whose values repeat',
  severity: 'error',
  detect(context) {
    return [...indexes(context), ...constraints(context)]
  },
}

function indexes(context: StatementContext): RuleFinding[] {
  const { tree, resolve } = context
  if (tree === null || !('IndexStmt' in tree) || tree.IndexStmt.unique !== true) return []
  const { relation, indexParams = [], whereClause } = tree.IndexStmt
  const table = resolve(relation?.schemaname, relation?.relname)
  const [key] = indexParams
  // A predicate may leave one of each.
  if (table === null || indexParams.length !== 1 || whereClause !== undefined) return []
  const column = key !== undefined && 'IndexElem' in key ? key.IndexElem.name : undefined
  return column === undefined ? [] : repeated(context, table, column)
}

function constraints(context: StatementContext): RuleFinding[] {
  return alterations(context, 'AT_AddConstraint').flatMap(({ table, at, constraint }) => {
    const [column, another] = strings(constraint?.keys)
    const unique = constraint?.contype === 'CONSTR_UNIQUE' || constraint?.contype === 'CONSTR_PRIMARY'
    if (!unique || column === undefined || another !== undefined) return []
    return repeated(context, table, column).map((found) => ({ ...found, at }))
  })
}

function repeated({ snapshot, all }: StatementContext, table: Relation, column: string): RuleFinding[] {
  const statistics = snapshot.columnStatistics.find(
    (one) => one.schema === table.schema && one.table === table.name && one.column === column && one.position === null,
  )
  const rows = rowsOf(table, snapshot)
  const most = statistics?.commonFrequencies?.[0] ?? 0
  if (most * rows < 2) return []
  return [
    {
      object: `${nameOf(table)}.${readableIdentifier(column)}`,
      objectType: 'column',
      message: `It fails where a value repeats: the most common one was in about ${Math.round(most * rows)} rows when ${nameOf(table)} was last analyzed.`,
      help: 'Remove the duplicates first, or give the index more columns or a WHERE.',
      // Nothing can be seen on an empty copy of what the migration does to rows.
      ...(all.some((tree) => changesRows(tree, table.name)) ? { severity: 'info' as const } : {}),
    },
  ]
}

function changesRows(tree: Node, table: string): boolean {
  if ('DeleteStmt' in tree) return tree.DeleteStmt.relation?.relname === table
  return 'UpdateStmt' in tree && tree.UpdateStmt.relation?.relname === table
}
