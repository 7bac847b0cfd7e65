import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ role: z.string() })

export const check = sqlCheck({
  id: 'md5-password',
  title: 'Password that is kept as MD5',
  category: 'security',
  severity: 'warning',
  reads: 'server',
  needs: { right: 'superuser' },
  row,
  // Only the method is looked at; the password's hash does not leave the server.
  sql: () => `
    select a.rolname as role from pg_catalog.pg_authid a
    where a.rolcanlogin and a.rolpassword ~ '^md5[0-9a-f]{32}$'
    order by 1`,
  detect: (rows) =>
    rows.map(({ role }) => ({
      object: readableIdentifier(role),
      objectType: 'role',
      message: `The password of ${role} is kept as MD5: who gets hold of that, from a backup say, can log in with it without knowing the password.`,
      evidence: { method: 'md5' },
      help: `Set password_encryption to scram-sha-256, and have ${role} set its password again: \\password in psql.`,
    })),
})
