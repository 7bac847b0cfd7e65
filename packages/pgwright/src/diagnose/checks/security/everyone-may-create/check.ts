import { z } from 'zod'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ schema: z.string() })

export const check = sqlCheck({
  id: 'everyone-may-create',
  title: 'Schema in which everyone may create',
  category: 'security',
  severity: 'warning',
  reads: 'server', // grants are not in a snapshot
  row,
  sql: () => `
    select n.nspname as schema
    from pg_catalog.pg_namespace n
    where ${inUserSchema} and ${ofNoExtension('pg_namespace', 'n.oid')}
      and exists (select from pg_catalog.aclexplode(n.nspacl) g where g.grantee = 0 and g.privilege_type = 'CREATE')
    order by 1`,
  detect: (rows) =>
    rows.map(({ schema }) => {
      const name = readableIdentifier(schema)
      return {
        object: name,
        objectType: 'schema',
        message: `Everyone may create objects in the schema ${name}: with a function or an operator there one role can have another's statements do what it wants.`,
        evidence: {},
        help: 'Revoke the right to create from PUBLIC, and grant it to the role that makes the tables.',
        fix: [`revoke create on schema ${name} from public`],
      }
    }),
})
