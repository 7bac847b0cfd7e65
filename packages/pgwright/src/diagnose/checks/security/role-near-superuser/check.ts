import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ role: z.string(), through: z.array(z.string()) })

export const check = sqlCheck({
  id: 'role-near-superuser',
  title: 'Role that can make itself a superuser',
  category: 'security',
  severity: 'warning',
  reads: 'server',
  row,
  sql: () => `
    select r.rolname as role, array_agg(p.rolname::text order by p.rolname) as through
    from pg_catalog.pg_roles r
    join pg_catalog.pg_roles p on pg_catalog.pg_has_role(r.oid, p.oid, 'member')
    where p.rolname in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
      and r.rolcanlogin and not r.rolsuper and r.rolname !~ '^pg_'
    group by 1
    order by 1`,
  detect: (rows) =>
    rows.map(({ role, through }) => ({
      object: readableIdentifier(role),
      objectType: 'role',
      message: `${role} has ${through.join(', ')}: it reaches files or programs of the server's machine, from where it can become a superuser.`,
      evidence: { predefinedRoles: through },
      help: `Take it from ${role}, and have the client move files: \\copy in psql, or COPY FROM STDIN.`,
    })),
})
