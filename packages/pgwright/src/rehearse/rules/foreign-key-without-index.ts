import type { Relation } from '../../model/index.ts'
import { type Node, readableIdentifier } from '../../sql/index.ts'
import { addedForeignKeys } from '../facts/added-foreign-keys.ts'
import { strings } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Rule, StatementContext } from '../rule.ts'

/** Whoever deletes a row that is referred to looks for those that refer to it, in the whole table. */
export const foreignKeyWithoutIndex: Rule = {
  id: 'foreign-key-without-index',
  title: 'foreign key whose columns no index begins with',
  severity: 'warning',
  detect(context) {
    return addedForeignKeys(context).flatMap(({ table, name, at, columns, target }) => {
      if (indexed(context, table, columns)) return []
      const list = columns.map(readableIdentifier).join(', ')
      const referred = target === null ? 'the table it points to' : `${readableIdentifier(target.name)}`
      return {
        object: name,
        objectType: 'table',
        message: `Each delete in ${referred}, and each update of its key, reads all of ${name}.`,
        help: `Build an index on (${list}) concurrently.`,
        severity: bySize(table, context.snapshot, 'warning'),
        at,
        fix: [`create index concurrently on ${name} (${list})`],
      }
    })
  },
}

/** On the source, or anywhere in the migration. */
function indexed({ snapshot, all }: StatementContext, table: Relation, columns: readonly string[]): boolean {
  const leads = (keys: readonly (string | null | undefined)[]) =>
    columns.every((column) => keys.slice(0, columns.length).includes(column))
  const there = snapshot.indexes.some(
    (index) =>
      index.schema === table.schema &&
      index.table === table.name &&
      index.valid &&
      index.predicate === null &&
      index.method === 'btree' &&
      leads(index.keys.map(({ column }) => column)),
  )
  return there || all.some((tree) => leads(keysMadeOn(tree, table.name)))
}

function keysMadeOn(tree: Node, table: string): readonly (string | undefined)[] {
  if ('IndexStmt' in tree) {
    const { relation, indexParams = [], whereClause } = tree.IndexStmt
    if (relation?.relname !== table || whereClause !== undefined) return []
    return indexParams.map((key) => ('IndexElem' in key ? key.IndexElem.name : undefined))
  }
  if (!('AlterTableStmt' in tree) || tree.AlterTableStmt.relation?.relname !== table) return []
  return (tree.AlterTableStmt.cmds ?? []).flatMap((node) => {
    const def = 'AlterTableCmd' in node ? node.AlterTableCmd.def : undefined
    return def !== undefined && 'Constraint' in def ? strings(def.Constraint.keys) : []
  })
}
