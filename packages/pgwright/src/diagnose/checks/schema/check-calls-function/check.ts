import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), constraint: z.string(), functions: z.array(z.string()) })

export const check = sqlCheck({
  id: 'check-calls-function',
  title: 'Check that asks something else than its row',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row,
  // The server's own stable functions, a cast of a timestamptz to a date say, depend on settings and are let be.
  sql: () => `
    select n.nspname as schema, c.relname as table, k.conname as constraint,
      array_agg(distinct pg_catalog.format('%I.%I', fn.nspname, f.proname)) as functions
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and d.objid = k.oid
      and d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
    join pg_catalog.pg_proc f on f.oid = d.refobjid
    join pg_catalog.pg_namespace fn on fn.oid = f.pronamespace
    where k.contype = 'c' and k.conislocal and f.provolatile <> 'i' and not c.relispartition and ${userRelation}
    group by 1, 2, 3
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, functions }) => {
      const on = readableQualified(schema, table)
      return {
        object: `${on}.${readableIdentifier(constraint)}`,
        objectType: 'constraint',
        message: `The check ${constraint} of ${on} calls ${functions.join(', ')}, which is not IMMUTABLE: what was true when a row was written may not be later, nobody tests it again, and a restored dump can fail on it.`,
        evidence: { table: on, functions },
        help: 'Declare the function IMMUTABLE if it only looks at its arguments; otherwise use a foreign key, an exclusion constraint or a trigger.',
      }
    }),
})
