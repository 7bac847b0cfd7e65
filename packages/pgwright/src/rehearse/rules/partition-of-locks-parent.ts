import { nameOf, writtenName } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'
import { attachInstead } from '../safer/attach-instead.ts'

/** To attach a table locks its parent less than to create it as a partition, which keeps readers out. */
export const partitionOfLocksParent: Rule = {
  id: 'partition-of-locks-parent',
  title: 'partition created under a lock on the whole table',
  severity: 'warning',
  detect(context) {
    const { tree, resolve } = context
    if (tree === null || !('CreateStmt' in tree) || tree.CreateStmt.partbound === undefined) return []
    const [node] = tree.CreateStmt.inhRelations ?? []
    const relation = node !== undefined && 'RangeVar' in node ? node.RangeVar : undefined
    const parent = resolve(relation?.schemaname, relation?.relname)
    if (parent === null) return []
    const safer = attachInstead(tree.CreateStmt, writtenName(relation), context.snapshot.server.major)
    return [
      {
        object: nameOf(parent),
        objectType: 'table',
        message: `It waits for every query of ${nameOf(parent)} that runs, and all others wait behind it.`,
        help: 'Create the table by itself, like its parent, and attach it.',
        ...(safer === null ? {} : { safer }),
      },
    ]
  },
}
