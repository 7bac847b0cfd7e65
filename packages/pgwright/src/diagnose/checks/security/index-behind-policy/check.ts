import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { tableOf } from '../../../facts/policies/policy-row.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  bytes: z.number(),
  scans: z.number(),
  functions: z.array(z.string()),
  operators: z.boolean(),
})

export const check = sqlCheck({
  id: 'index-behind-policy',
  title: 'Index that policies keep from use',
  category: 'security',
  severity: 'warning',
  reads: 'catalog',
  row,
  // A condition of the user may be tested before the policy's, which an index does, only where all its functions are
  // leakproof. Equality and order of numbers, texts and dates are; lower(), LIKE, @>, && and @@ are not. What is asked for
  // is the first key, of GIN any. Nobody builds a trigram index for the equality that it answers too.
  sql: () => `
    with keys as (
      select i.indexrelid, i.indrelid, i.indkey[k.nth - 1] = 0 as expression, k.nth,
        exists (select from pg_catalog.pg_amop o
          join pg_catalog.pg_operator op on op.oid = o.amopopr
          join pg_catalog.pg_proc f on f.oid = op.oprcode
          where o.amopfamily = oc.opcfamily and o.amoppurpose = 's' and f.proleakproof
            and (op.oprname <> '=' or m.amname in ('btree', 'hash'))) as leakproof
      from pg_catalog.pg_index i
      join pg_catalog.pg_class t on t.oid = i.indrelid and t.relrowsecurity
      join pg_catalog.pg_class x on x.oid = i.indexrelid
      join pg_catalog.pg_am m on m.oid = x.relam
      cross join pg_catalog.generate_series(1, i.indnkeyatts) k (nth)
      join pg_catalog.pg_opclass oc on oc.oid = i.indclass[k.nth - 1]
      where i.indisvalid and not i.indisunique and not i.indisreplident
        and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)
        and exists (select from pg_catalog.pg_policy p where p.polrelid = t.oid and p.polcmd in ('*', 'r')
          and pg_catalog.pg_get_expr(p.polqual, p.polrelid) <> 'true')
    )
    select n.nspname as schema, c.relname as name, t.relname as table, c.relpages * 8192.0::float8 as bytes,
      pg_catalog.pg_stat_get_numscans(c.oid)::float8 as scans, bool_or(not k.leakproof) as operators,
      e.functions
    from keys k
    join pg_catalog.pg_index i on i.indexrelid = k.indexrelid
    join pg_catalog.pg_class c on c.oid = k.indexrelid and not c.relispartition
    join pg_catalog.pg_am m on m.oid = c.relam
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class t on t.oid = k.indrelid
    cross join lateral (select array(select distinct f.proname::text
      from pg_catalog.regexp_matches(i.indexprs::text, ':(?:op)?funcid (\\d+)', 'g') called
      join pg_catalog.pg_proc f on f.oid = called[1]::oid
      where not f.proleakproof order by 1) as functions) e
    where (m.amname = 'gin' or k.nth = 1) and ${userRelation}
    group by c.oid, n.nspname, c.relname, t.relname, c.relpages, e.functions
    having bool_and(not k.leakproof or k.expression and cardinality(e.functions) > 0)
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, table, bytes, scans, functions, operators }) => {
      const index = readableQualified(schema, name)
      const why =
        functions.length > 0 ? `${functions.join(', ')} ${functions.length > 1 ? 'are' : 'is'}` : 'its operators are'
      return {
        object: index,
        objectType: 'index',
        ...(scans > 0 ? { severity: 'info' as const } : {}),
        message: `The index ${index} (${formatBytes(bytes)}) answers no condition of a role that the policies of ${tableOf({ schema, table })} hold for: ${why} not leakproof, so rows are tested by the policy first, and the index is passed over.`,
        evidence: { table: tableOf({ schema, table }), sizeBytes: bytes, scans, functions, operators },
        help: 'Keep what is asked for in a column of its own (generated, say, in lower case) and index that, or ask through a SECURITY DEFINER function that tests the tenant itself.',
      }
    }),
})
