import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  rows: z.number(),
  /** A unique index that could be the key. */
  candidate: z.string().nullable(),
  /** Each partition has a key of its own. */
  keyed_parts: z.boolean(),
})

export const check = sqlCheck({
  id: 'missing-primary-key',
  title: 'Table without a primary key',
  category: 'tables',
  severity: 'warning',
  reads: 'catalog',
  row,
  // A unique index of columns that are all NOT NULL, without predicate and not deferrable, tells rows apart as well.
  sql: () => `
    select n.nspname as schema, c.relname as name, greatest(c.reltuples, 0)::float8 as rows,
      (select x.relname from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null
          and i.indexprs is null and not exists (
            select from unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) key
            join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = key where not a.attnotnull)
        order by 1 limit 1) as candidate,
      c.relkind = 'p' and coalesce((select bool_and(exists (
          select from pg_catalog.pg_index i where i.indrelid = l.relid and i.indisprimary))
        from pg_catalog.pg_partition_tree(c.oid) l where l.isleaf and l.relid <> c.oid), false) as keyed_parts
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${userRelation}
      and not exists (select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary)
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, rows: count, candidate, keyed_parts }) => {
      const table = readableQualified(schema, name)
      const unique = candidate === null ? null : readableIdentifier(candidate)
      const shared = { object: table, objectType: 'table', evidence: { rows: count, uniqueIndex: unique } }
      if (unique !== null)
        return {
          ...shared,
          severity: 'info' as const,
          message: `The table ${table} has no primary key, though the unique index ${unique} of columns that are NOT NULL would do for one: logical replication and many tools look for the key alone.`,
          help: `Make ${unique} the primary key, or the replica identity.`,
        }
      if (keyed_parts)
        return {
          ...shared,
          severity: 'info' as const,
          message: `The partitioned table ${table} has no primary key, though each of its partitions has one: a key may come in two partitions, and no foreign key can refer to the whole.`,
          help: 'Add a primary key that contains the partition key.',
        }
      return {
        ...shared,
        message: `The table ${table} has no primary key: nothing keeps its rows (${formatCount(count)}, an estimate) apart, none can be named for an update, and logical replication can't tell them.`,
        help: 'Add a primary key.',
      }
    }),
})
