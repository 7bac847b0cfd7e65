import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  line: z.number(),
  type: z.string(),
  databases: z.array(z.string()),
  users: z.array(z.string()),
  address: z.string().nullable(),
  method: z.enum(['trust', 'password']),
  local: z.boolean(),
})

export const check = sqlCheck({
  id: 'hba-trust',
  title: 'Connections that need no password, or send it in clear',
  category: 'security',
  severity: 'error',
  reads: 'server',
  needs: { right: 'superuser' },
  row,
  // A password over TLS, or within the machine, is not in clear on the network.
  sql: () => `
    select h.line_number::float8 as line, h.type, h.database as databases, h.user_name as users, h.address,
      h.auth_method as method,
      h.type = 'local' or coalesce(h.address in ('127.0.0.1', '::1', 'localhost', 'samehost'), false) as local
    from pg_catalog.pg_hba_file_rules h
    where h.error is null and (h.auth_method = 'trust'
      or h.auth_method = 'password' and h.type in ('host', 'hostnossl', 'hostnogssenc'))
    order by 1`,
  detect: (rows) =>
    rows
      .filter(({ method, local }) => method === 'trust' || !local)
      .map(({ line, type, databases, users, address, method, local }) => {
        const from = address ?? 'the machine itself'
        const who = users.includes('all') ? 'anybody' : users.join(', ')
        return {
          object: `pg_hba.conf:${line}`,
          objectType: 'authentication rule',
          severity: local ? ('warning' as const) : ('error' as const),
          message:
            method === 'trust'
              ? `pg_hba.conf, line ${line}, lets ${who} in from ${from} without a password, as whichever role is named.`
              : `pg_hba.conf, line ${line}, takes passwords from ${from} in clear: whoever listens on the network has them.`,
          evidence: { line, type, databases, users, address, method },
          help: `Use scram-sha-256 on that line${local ? ', or peer for local sockets' : ', and hostssl for connections over a network'}; then reload.`,
        }
      }),
})
