import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string(), depth: z.number() })

/** A view over a view over a view is still read by people. */
const deep = 4

export const check = sqlCheck({
  id: 'nested-views',
  title: 'Views over views over views',
  category: 'schema',
  severity: 'info',
  reads: 'catalog',
  row,
  // A materialized view is a table to those that read it.
  sql: () => `
    with recursive reads as (
      select distinct w.ev_class as view, d.refobjid as read
      from pg_catalog.pg_rewrite w
      join pg_catalog.pg_class v on v.oid = w.ev_class and v.relkind = 'v'
      join pg_catalog.pg_namespace n on n.oid = v.relnamespace
      join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and d.objid = w.oid
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid <> w.ev_class
      join pg_catalog.pg_class r on r.oid = d.refobjid and r.relkind = 'v'
      where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    ), nested as (
      select view, 2 as depth from reads
      union
      select r.view, n.depth + 1 from nested n join reads r on r.read = n.view where n.depth < 50
    )
    select n.nspname as schema, c.relname as name, max(v.depth)::float8 as depth
    from nested v
    join pg_catalog.pg_class c on c.oid = v.view
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where ${userRelation}
    group by 1, 2
    having max(v.depth) >= ${deep}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, depth }) => {
      const view = readableQualified(schema, name)
      return {
        object: view,
        objectType: 'view',
        message: `The view ${view} reads views that read views, ${depth} deep: each query plans all of their tables, also those that it does not need, and the lowest can not be changed without dropping the others.`,
        evidence: { depth },
        help: 'Write the query on the tables that it needs, or keep the result of the lower ones in a materialized view.',
      }
    }),
})
