import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { otherSession, sessionName } from '../../../facts/sessions.ts'

const row = z.object({ role: z.string(), application: z.string(), sessions: z.number(), hosts: z.array(z.string()) })

export const check = sqlCheck({
  id: 'unencrypted-connections',
  title: 'Sessions that go over the network in the clear',
  category: 'connections',
  severity: 'warning',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // What comes by a socket or from this machine crosses no network.
  sql: () => `
    select a.usename::text as role, a.application_name as application, count(*)::float8 as sessions,
      (array_agg(distinct pg_catalog.host(a.client_addr) order by pg_catalog.host(a.client_addr)))[1:10] as hosts
    from pg_catalog.pg_stat_activity a
    join pg_catalog.pg_stat_ssl s on s.pid = a.pid
    left join pg_catalog.pg_stat_gssapi g on g.pid = a.pid
    where ${otherSession} and a.client_addr is not null and not s.ssl and not coalesce(g.encrypted, false)
      and not a.client_addr <<= inet '127.0.0.0/8' and a.client_addr <> inet '::1'
      and a.client_addr is distinct from pg_catalog.inet_server_addr()
    group by 1, 2
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ role, application, sessions, hosts }) => {
      const name = sessionName(role, application)
      return {
        object: name,
        objectType: 'session',
        message: `${plural(sessions, 'session')} of ${name} from ${hosts.join(', ')} ${sessions === 1 ? 'is' : 'are'} not encrypted: who listens on the way reads statements and rows, and can change them.`,
        evidence: { sessions, hosts },
        help: 'Turn ssl on, have clients ask for sslmode=verify-full, and write hostssl in place of host in pg_hba.conf.',
      }
    }),
})
