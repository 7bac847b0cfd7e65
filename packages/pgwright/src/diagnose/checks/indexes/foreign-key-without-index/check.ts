import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { createIndex } from '../../../facts/changes.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  constraint: z.string(),
  referenced: z.string(),
  columns: z.array(z.string()),
  partitioned: z.boolean(),
  rows: z.number(),
  /** Entries of an index on these columns take about so much each. */
  entry_bytes: z.number(),
  free_name: z.string(),
})

/** Below this many rows a scan of the table is as quick as an index. */
const fewRows = 1000

export const check = sqlCheck({
  id: 'foreign-key-without-index',
  title: 'Foreign key without an index to find its rows by',
  category: 'indexes',
  severity: 'warning',
  reads: 'catalog',
  row,
  // Found by are rows through a valid B-tree or hash index that has no predicate and whose first keys are the
  // constraint's columns, in any order: the check asks for equality of each. A predicate may leave out nulls of a column
  // of the key, for they refer to nothing. A BRIN index narrows, and does not find.
  sql: () => `
    select n.nspname as schema, c.relname as table, k.conname as constraint,
      k.confrelid::pg_catalog.regclass::text as referenced,
      array(select a.attname::text from unnest(k.conkey) with ordinality u (attnum, nth)
        join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum order by u.nth) as columns,
      c.relkind = 'p' as partitioned,
      case when c.relkind = 'p' then (select coalesce(sum(greatest(p.reltuples, 0)), 0)
        from pg_catalog.pg_partition_tree(c.oid) l join pg_catalog.pg_class p on p.oid = l.relid where l.isleaf)
        else greatest(c.reltuples, 0) end::float8 as rows,
      (8 + (select sum(case when a.attlen > 0 then greatest(a.attlen, 8) else 24 end) from unnest(k.conkey) u (attnum)
        join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum))::float8 as entry_bytes,
      (select case when pg_catalog.to_regclass(pg_catalog.format('%I.%I', n.nspname, base)) is null then base
        else base || '_' || k.oid end
        from (select left(c.relname || '_' || (select string_agg(a.attname, '_' order by u.nth)
          from unnest(k.conkey) with ordinality u (attnum, nth)
          join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum), 48) || '_idx' as base) b
      ) as free_name
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.conparentid = 0 and ${userRelation}
      and not exists (
        select from pg_catalog.pg_index i
        join pg_catalog.pg_class x on x.oid = i.indexrelid
        join pg_catalog.pg_am m on m.oid = x.relam
        where i.indrelid = k.conrelid and i.indisvalid and m.amname in ('btree', 'hash')
          and (i.indpred is null or pg_catalog.pg_get_expr(i.indpred, i.indrelid) in (
            select pg_catalog.format('(%I IS NOT NULL)', a.attname) from pg_catalog.pg_attribute a
            where a.attrelid = k.conrelid and a.attnum = any (k.conkey)))
          and i.indnkeyatts >= cardinality(k.conkey)
          and (select array_agg(key order by key) from unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) key)
            = (select array_agg(key order by key) from unnest(k.conkey) key))
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, referenced, columns, partitioned, rows: count, entry_bytes, free_name }) => {
      const on = readableQualified(schema, table)
      const keys = columns.join(', ')
      const message = `The foreign key ${constraint} of ${on} (${keys}) has no index: a delete from ${referenced}, or a change of its key, reads all ${formatCount(count)} rows of ${on} (an estimate) for each row, and so does a join that begins at ${referenced}.`
      const change = createIndex({ schema, name: table }, free_name, columns, Math.ceil(count * entry_bytes), message)
      return {
        object: `${on}.${constraint}`,
        objectType: 'constraint',
        severity: count < fewRows ? ('info' as const) : ('warning' as const),
        message,
        evidence: { table: on, columns, referenced, rows: count },
        help: `Build an index that begins with ${keys}, in any order.`,
        ...(partitioned ? { fix: [change.sql.replace('index concurrently', 'index')] } : { fix: [change.sql], change }),
      }
    }),
})
