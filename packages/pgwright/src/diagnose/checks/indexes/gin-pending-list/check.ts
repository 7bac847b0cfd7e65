import { z } from 'zod'
import { formatBytes, formatCount } from '../../../../model/index.ts'
import { quoteIdentifier, quoteLiteral, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  bytes: z.number(),
  rows: z.number(),
  /** Indexes with a long list, qualified. */
  indexes: z.array(z.string()),
})

const longBytes = 1024 ** 2

export const check = sqlCheck({
  id: 'gin-pending-list',
  title: 'GIN index with much that is not sorted in',
  category: 'indexes',
  severity: 'info',
  needs: { primary: true, extension: 'pgstattuple' },
  reads: 'server',
  row,
  // pgstatginindex reads the index's first page alone.
  sql: ({ extensions }) => `
    with pending as (
      select ${rootOf} as root, pg_catalog.format('%I.%I', n.nspname, c.relname) as name, p.pending_pages, p.pending_tuples
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_am m on m.oid = c.relam
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      cross join lateral ${quoteIdentifier(extensions.get('pgstattuple')?.schema ?? 'public')}.pgstatginindex(
        c.oid::pg_catalog.regclass) p
      where m.amname = 'gin' and c.relkind = 'i' and i.indisvalid and ${userRelation}
    )
    select n.nspname as schema, c.relname as name, t.relname as table, sum(p.pending_pages * 8192.0)::float8 as bytes,
      sum(p.pending_tuples)::float8 as rows, array_agg(p.name order by p.name) as indexes
    from pending p
    join pg_catalog.pg_class c on c.oid = p.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_index i on i.indexrelid = p.root
    join pg_catalog.pg_class t on t.oid = i.indrelid
    where p.pending_pages * 8192.0 >= ${longBytes}
    group by 1, 2, 3
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, table, bytes, rows: count, indexes }) => {
      const own = readableQualified(schema, name)
      return {
        object: own,
        objectType: 'index',
        message: `${formatCount(count)} rows (${formatBytes(bytes)}) wait in the pending list of the GIN index ${own}: every search reads all of it, and the insert that fills it sorts them all in.`,
        evidence: { table: readableQualified(schema, table), pendingBytes: bytes, pendingRows: count },
        help: 'Let vacuum come more often, lower gin_pending_list_limit of the index, or turn its fastupdate off.',
        fix: indexes.map((one) => `select pg_catalog.gin_clean_pending_list(${quoteLiteral(one)})`),
      }
    }),
})
