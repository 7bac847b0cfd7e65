import { z } from 'zod'
import { ofNoExtension } from '../../../../observe/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string(), tables: z.array(z.string()) })

export const check = sqlCheck({
  id: 'shared-trigger-function',
  title: 'Trigger function of several tables',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  sql: () => `
    select fn.nspname as schema, f.proname as name,
      array_agg(distinct pg_catalog.format('%I.%I', n.nspname, c.relname)) as tables
    from pg_catalog.pg_trigger g
    join pg_catalog.pg_proc f on f.oid = g.tgfoid
    join pg_catalog.pg_namespace fn on fn.oid = f.pronamespace
    join pg_catalog.pg_class c on c.oid = g.tgrelid and not c.relispartition
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where not g.tgisinternal and fn.nspname <> 'pg_catalog' and ${userRelation} and ${ofNoExtension('pg_proc', 'f.oid')}
    group by 1, 2
    having count(distinct c.oid) > 1
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, tables }) => {
      const object = `${readableQualified(schema, name)}()`
      return {
        object,
        objectType: 'function',
        message: `The trigger function ${object} runs for ${tables.length} tables: a change of it, or of one of them, concerns all.`,
        evidence: { tables: tables.slice(0, 20), tableCount: tables.length },
        help: 'Test a change of it on each of these tables.',
      }
    }),
})
