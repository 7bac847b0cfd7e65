import { z } from 'zod'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ schema: z.string(), name: z.string(), kind: z.enum(['enum', 'domain', 'composite type']) })

export const check = sqlCheck({
  id: 'unused-type',
  title: 'Type that nothing has',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  // What has a type depends on it, or on the type of its arrays.
  sql: () => `
    select n.nspname as schema, y.typname as name,
      case y.typtype when 'e' then 'enum' when 'd' then 'domain' else 'composite type' end as kind
    from pg_catalog.pg_type y
    join pg_catalog.pg_namespace n on n.oid = y.typnamespace
    left join pg_catalog.pg_class c on c.oid = y.typrelid
    where (y.typtype in ('e', 'd') or y.typtype = 'c' and c.relkind = 'c')
      and ${inUserSchema} and ${ofNoExtension('pg_type', 'y.oid')}
      and not exists (select from pg_catalog.pg_depend d
        where d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.refobjid in (y.oid, y.typarray)
          and d.deptype not in ('i', 'a') and d.refobjid <> 0)
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, kind }) => {
      const type = readableQualified(schema, name)
      return {
        object: type,
        objectType: 'type',
        message: `No column and no function has the ${kind} ${type}.`,
        evidence: { kind },
        help: `Drop it if no program casts to it: drop ${kind === 'domain' ? 'domain' : 'type'} ${type}.`,
      }
    }),
})
