import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ role: z.string(), superuser: z.boolean() })

export const check = sqlCheck({
  id: 'password-never-expires',
  title: 'Password without a date on which it ends',
  category: 'security',
  severity: 'info',
  optional: true,
  reads: 'server',
  needs: { right: 'superuser' },
  row,
  sql: () => `
    select a.rolname as role, a.rolsuper as superuser from pg_catalog.pg_authid a
    where a.rolcanlogin and a.rolpassword is not null and (a.rolvaliduntil is null or a.rolvaliduntil = 'infinity')
    order by 1`,
  detect: (rows) =>
    rows.map(({ role, superuser }) => ({
      object: readableIdentifier(role),
      objectType: 'role',
      message: `The password of ${role} never ends.`,
      evidence: { superuser },
      help: `Give it an end, and a job that renews it before: alter role ${readableIdentifier(role)} valid until ….`,
    })),
})
