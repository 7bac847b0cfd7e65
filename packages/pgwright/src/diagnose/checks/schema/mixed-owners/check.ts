import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), owners: z.array(z.string()) })

export const check = sqlCheck({
  id: 'mixed-owners',
  title: 'Schema whose tables belong to several roles',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'server', // the twin's tables belong to one
  row,
  sql: () => `
    select n.nspname as schema, array_agg(distinct o.rolname::text order by o.rolname::text) as owners
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_roles o on o.oid = c.relowner
    where c.relkind in ('r', 'p', 'v', 'm') and ${userRelation}
    group by 1
    having count(distinct c.relowner) > 1
    order by 1`,
  detect: (rows) =>
    rows.map(({ schema, owners }) => ({
      object: readableIdentifier(schema),
      objectType: 'schema',
      message: `The tables of the schema ${schema} belong to ${owners.join(', ')}: a migration that runs as one of them can not change those of the others.`,
      evidence: { owners },
      help: 'Give all of them to the role that runs migrations.',
    })),
})
