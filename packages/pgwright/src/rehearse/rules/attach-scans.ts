import { alterations, nameOf } from '../facts/alterations.ts'
import { isSmall, partitionsOf } from '../facts/size.ts'
import type { Rule } from '../rule.ts'
import { attachWithCheck } from '../safer/attach-with-check.ts'

/** https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION */
export const attachScans: Rule = {
  id: 'attach-scans',
  title: 'partition attached while it, or the default partition, is read from end to end',
  severity: 'error',
  detect(context) {
    const { effects, snapshot, find, resolve } = context
    return alterations(context, 'AT_AttachPartition').flatMap(({ table, at, command }) => {
      const { def } = command
      if (def === undefined || !('PartitionCmd' in def)) return []
      const { name: called, bound } = def.PartitionCmd
      const child = resolve(called?.schemaname, called?.relname)
      const fallback = partitionsOf(table, snapshot).find(({ partitionBound }) => partitionBound === 'DEFAULT') ?? null
      const read = [child, fallback].filter((one) => one !== null && effects.scans.includes(nameOf(one)))
      const tables = read.flatMap((one) => one ?? [])
      if (tables.length === 0) return []
      const names = tables.map(nameOf).join(' and ')
      const safer = attachWithCheck(context, table, called, child, fallback, bound)
      return {
        object: nameOf(child ?? table),
        objectType: 'table',
        message: `Nobody can read or write ${names} while all of it is read for rows that don't fit.`,
        help: 'Validate a CHECK first that says what the bounds say, and build the indexes of the parent on the partition beforehand.',
        severity: tables.every((one) => isSmall(find(nameOf(one)) ?? one, snapshot))
          ? ('info' as const)
          : ('error' as const),
        at,
        ...(safer === null ? {} : { safer }),
      }
    })
  },
}
