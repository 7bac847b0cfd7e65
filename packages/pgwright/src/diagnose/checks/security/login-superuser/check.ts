import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ role: z.string() })

export const check = sqlCheck({
  id: 'login-superuser',
  title: 'Further superuser that may log in',
  category: 'security',
  severity: 'info',
  reads: 'server',
  row,
  // The one with the oid 10 was made with the cluster, and every cluster has it.
  sql: () => `
    select r.rolname as role from pg_catalog.pg_roles r
    where r.rolsuper and r.rolcanlogin and r.oid <> 10
    order by 1`,
  detect: (rows) =>
    rows.map(({ role }) => ({
      object: readableIdentifier(role),
      objectType: 'role',
      message: `${role} is a superuser and may log in: rights and policies do not hold for it, and it may run programs on the server's machine.`,
      evidence: {},
      help: `Give it the rights that it needs instead, such as pg_monitor or the ownership of a database: alter role ${readableIdentifier(role)} nosuperuser.`,
    })),
})
