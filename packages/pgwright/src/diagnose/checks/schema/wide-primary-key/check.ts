import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), columns: z.array(z.string()), referring: z.number() })

/** Up to three are common: a tenant, an owner, a number. */
const many = 4

export const check = sqlCheck({
  id: 'wide-primary-key',
  title: 'Primary key of many columns that others refer to',
  category: 'schema',
  severity: 'info',
  reads: 'catalog',
  row,
  sql: () => `
    select n.nspname as schema, c.relname as table,
      array(select a.attname::text from unnest(k.conkey) with ordinality u (attnum, nth)
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum order by u.nth) as columns,
      (select count(distinct f.conrelid) from pg_catalog.pg_constraint f
        where f.contype = 'f' and f.confrelid = c.oid and f.conparentid = 0 and f.conindid = k.conindid)::float8 as referring
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'p' and cardinality(k.conkey) >= ${many} and not c.relispartition and ${userRelation}
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ referring }) => referring > 0)
      .map(({ schema, table, columns, referring }) => {
        const on = readableQualified(schema, table)
        return {
          object: on,
          objectType: 'table',
          message: `The primary key of ${on} has ${columns.length} columns (${columns.join(', ')}), and ${plural(referring, 'table')} keep a copy of all of them, with an index, to refer to it.`,
          evidence: { columns, referringTables: referring },
          help: 'Give the table an identity as its primary key, and keep these columns unique.',
        }
      }),
})
