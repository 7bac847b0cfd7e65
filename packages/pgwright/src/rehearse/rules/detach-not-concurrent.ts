import { alterations, withCommands } from '../facts/alterations.ts'
import { partitionsOf } from '../facts/size.ts'
import type { Rule } from '../rule.ts'

/** https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION */
export const detachNotConcurrent: Rule = {
  id: 'detach-not-concurrent',
  title: 'partition detached under a lock on the whole table',
  severity: 'warning',
  detect(context) {
    const { tree, snapshot } = context
    return alterations(context, 'AT_DetachPartition').flatMap(({ table, name, at, command }) => {
      const { def } = command
      if (def === undefined || !('PartitionCmd' in def) || def.PartitionCmd.concurrent === true) return []
      if (tree === null || !('AlterTableStmt' in tree)) return []
      // PostgreSQL refuses to do it concurrently then.
      const fallback = partitionsOf(table, snapshot).some(({ partitionBound }) => partitionBound === 'DEFAULT')
      const concurrently = {
        AlterTableCmd: { ...command, def: { PartitionCmd: { ...def.PartitionCmd, concurrent: true } } },
      }
      return {
        object: name,
        objectType: 'table',
        message: `It waits for every query of ${name} that runs, and all others of all partitions wait behind it.`,
        help: fallback
          ? 'With a default partition there is no other way: give it a lock_timeout, and try again.'
          : 'Detach it concurrently, outside a transaction.',
        at,
        ...(fallback
          ? {}
          : {
              safer: {
                sql: [withCommands(tree.AlterTableStmt, [concurrently])],
                reason: 'It waits without keeping others waiting. It must stand outside a transaction.',
              },
            }),
      }
    })
  },
}
