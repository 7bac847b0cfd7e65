import { z } from 'zod'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ schema: z.string(), name: z.string(), identity: z.string() })

export const check = sqlCheck({
  id: 'function-without-comment',
  title: 'Function that nobody has described',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'server',
  row,
  sql: () => `
    select n.nspname as schema, f.proname as name, pg_catalog.pg_get_function_identity_arguments(f.oid) as identity
    from pg_catalog.pg_proc f join pg_catalog.pg_namespace n on n.oid = f.pronamespace
    where ${inUserSchema} and ${ofNoExtension('pg_proc', 'f.oid')}
      and pg_catalog.obj_description(f.oid, 'pg_proc') is null
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, name, identity }) => {
      const object = `${readableQualified(schema, name)}(${identity})`
      return {
        object,
        objectType: 'function',
        message: `${object} has no comment: what it is for, and who may call it, is known to those who wrote it.`,
        evidence: {},
        help: 'Say in one sentence what it does: comment on function.',
      }
    }),
})
