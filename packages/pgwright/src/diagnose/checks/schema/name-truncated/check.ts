import { z } from 'zod'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), of: z.string().nullable(), name: z.string(), type: z.string() })

/** Longer names are cut to so many bytes, with a notice that programs do not show. */
const longestBytes = 63

export const check = sqlCheck({
  id: 'name-truncated',
  title: 'Name that was probably cut',
  category: 'schema',
  severity: 'info',
  reads: 'server',
  row,
  // PostgreSQL shortens the names that it makes by itself with care, and ends them like this.
  sql: () => `
    select * from (
      select n.nspname as schema, null::name as of, c.relname as name,
        case c.relkind when 'i' then 'index' when 'I' then 'index' when 'S' then 'sequence' when 'v' then 'view'
          when 'm' then 'materialized view' when 'f' then 'foreign table' when 'c' then 'type' else 'table' end as type
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where octet_length(c.relname) = ${longestBytes} and not c.relispartition and ${userRelation}
      union all
      select n.nspname, c.relname, a.attname, 'column'
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where octet_length(a.attname) = ${longestBytes} and a.attnum > 0 and not a.attisdropped and ${userRelation}
      union all
      select n.nspname, c.relname, k.conname, 'constraint'
      from pg_catalog.pg_constraint k
      join pg_catalog.pg_class c on c.oid = k.conrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where octet_length(k.conname) = ${longestBytes} and k.conparentid = 0 and k.contype in ('c', 'f') and ${userRelation}
      union all
      select n.nspname, null, f.proname, 'function'
      from pg_catalog.pg_proc f join pg_catalog.pg_namespace n on n.oid = f.pronamespace
      where octet_length(f.proname) = ${longestBytes} and ${inUserSchema} and ${ofNoExtension('pg_proc', 'f.oid')}
    ) long
    where name !~ '_(idx|key|fkey|pkey|seq|check|excl|not_null)[0-9]*$'
    order by 1, 2 nulls first, 3, 4`,
  detect: (rows) =>
    rows.map(({ schema, of, name, type }) => ({
      object:
        of === null ? readableQualified(schema, name) : `${readableQualified(schema, of)}.${readableIdentifier(name)}`,
      objectType: type,
      message: `The name of the ${type} ${name} has ${longestBytes} bytes, the most that PostgreSQL keeps: what was longer is cut, and two names that differ behind that are one.`,
      evidence: { bytes: longestBytes },
      help: 'Give it a shorter name.',
    })),
})
