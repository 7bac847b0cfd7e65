import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  partitioned: z.boolean(),
  parts: z.number(),
  publications: z.array(z.string()),
})

export const check = sqlCheck({
  id: 'published-without-identity',
  title: 'Published table that refuses updates and deletes',
  category: 'tables',
  severity: 'error',
  needs: { primary: true },
  reads: 'server', // a twin has no publications
  row,
  // The identity of the partition that is written counts, whichever of its parents is published.
  sql: () => `
    with published as (
      select distinct b.pubname, coalesce(l.relid, r.oid) as relid
      from pg_catalog.pg_publication b
      join pg_catalog.pg_publication_tables t on t.pubname = b.pubname
      join pg_catalog.pg_namespace s on s.nspname = t.schemaname
      join pg_catalog.pg_class r on r.relname = t.tablename and r.relnamespace = s.oid
      left join lateral pg_catalog.pg_partition_tree(r.oid) l on r.relkind = 'p'
      where (b.pubupdate or b.pubdelete) and coalesce(l.isleaf, true)
    ), lacking as (
      select ${rootOf} as root, count(distinct c.oid)::float8 as parts,
        array_agg(distinct p.pubname::text order by p.pubname::text) as publications
      from published p
      join pg_catalog.pg_class c on c.oid = p.relid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and ${userRelation} and case c.relreplident when 'n' then true when 'f' then false
        when 'i' then not exists (select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisreplident)
        else not exists (select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary and i.indisvalid) end
      group by 1
    )
    select n.nspname as schema, c.relname as name, c.relkind = 'p' as partitioned, l.parts, l.publications
    from lacking l
    join pg_catalog.pg_class c on c.oid = l.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, partitioned, parts, publications }) => {
      const table = readableQualified(schema, name)
      const names = publications.map(readableIdentifier)
      const what = partitioned ? `${plural(parts, 'partition')} of the table ${table}` : `The table ${table}`
      return {
        object: table,
        objectType: 'table',
        message: `${what}, published by ${names.join(', ')}, ${partitioned && parts !== 1 ? 'have' : 'has'} no replica identity: every UPDATE and DELETE that the publication carries fails there.`,
        evidence: { publications: names, partitions: partitioned ? parts : null },
        help: 'Add a primary key, or make a unique index of NOT NULL columns the replica identity.',
      }
    }),
})
