import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  unique: z.boolean(),
  missing: z.array(z.string()),
})

/** So many names say enough. */
const shown = 10

export const check = sqlCheck({
  id: 'incomplete-partitioned-index',
  title: 'Index of a partitioned table that some partitions lack',
  category: 'indexes',
  severity: 'info', // it may be on its way
  needs: { primary: true },
  reads: 'server', // a twin has no invalid indexes
  row,
  // Valid becomes the index of a partitioned table when the last of its partitions has a valid one attached.
  sql: () => `
    select n.nspname as schema, c.relname as name, t.relname as table, i.indisunique as unique,
      array(
        select pg_catalog.format('%I.%I', pn.nspname, p.relname)
        from pg_catalog.pg_inherits h
        join pg_catalog.pg_class p on p.oid = h.inhrelid
        join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
        where h.inhparent = i.indrelid and p.relkind in ('r', 'p') and not exists (
          select from pg_catalog.pg_index l join pg_catalog.pg_inherits a on a.inhrelid = l.indexrelid
          where l.indrelid = p.oid and l.indisvalid and a.inhparent = i.indexrelid)
        order by 1) as missing
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'I' and not i.indisvalid and not c.relispartition and ${userRelation}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, table, unique, missing }) => {
      const own = readableQualified(schema, name)
      const lacking = plural(missing.length, 'partition')
      return {
        object: own,
        objectType: 'index',
        message: `The index ${own} of ${readableQualified(schema, table)} is not whole: ${lacking} ${missing.length === 1 ? 'has' : 'have'} no valid index attached to it.${unique ? ' It keeps nothing unique there.' : ''}`,
        evidence: {
          table: readableQualified(schema, table),
          partitions: missing.length,
          without: missing.slice(0, shown),
        },
        help:
          missing.length === 0
            ? `Attach one of the partitions' indexes to ${own} once more, which makes it valid.`
            : 'Build it concurrently on each of these partitions, and attach it with ALTER INDEX … ATTACH PARTITION.',
      }
    }),
})
