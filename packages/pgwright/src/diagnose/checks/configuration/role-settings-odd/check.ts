import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  role: z.string().nullable(),
  database: z.string().nullable(),
  name: z.string(),
  value: z.string(),
})

export const check = sqlCheck({
  id: 'role-settings-odd',
  title: 'Setting of a role or database that works against it',
  category: 'configuration',
  severity: 'warning',
  reads: 'server',
  row,
  // Partition-wise methods are off by default, so that to turn them off again does nothing.
  sql: () => `
    select r.rolname::text as role, d.datname::text as database, pg_catalog.split_part(s.one, '=', 1) as name,
      pg_catalog.substr(s.one, pg_catalog.strpos(s.one, '=') + 1) as value
    from pg_catalog.pg_db_role_setting o
    left join pg_catalog.pg_roles r on r.oid = o.setrole
    left join pg_catalog.pg_database d on d.oid = o.setdatabase
    cross join lateral pg_catalog.unnest(o.setconfig) s (one)
    where (o.setdatabase = 0 or d.datname = pg_catalog.current_database())
      and (s.one ~* '^enable_.*=(off|false|no|0)$' and s.one !~ '^enable_partitionwise_'
        or s.one ~* '^session_replication_role=replica$'
        or s.one ~* '^(zero_damaged_pages|ignore_checksum_failure|ignore_system_indexes)=(on|true|yes|1)$')
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ role, database, name, value }) => {
      const whose = role === null ? 'all roles' : readableIdentifier(role)
      const place = database === null ? '' : ` in ${readableIdentifier(database)}`
      return {
        object: `${whose}.${name}`,
        objectType: 'role setting',
        severity: name.startsWith('enable_') ? ('warning' as const) : ('error' as const),
        message: `Each new session of ${whose}${place} begins with ${name} = ${value}: ${effectOf(name)}.`,
        evidence: { role, database, setting: name, value },
        help: `Reset ${name} there, and set it with set local in the transaction that needs it.`,
        fix: [resetOf(role, database, name)],
      }
    }),
})

function effectOf(name: string): string {
  if (name === 'session_replication_role') return 'triggers do not fire, and foreign keys are not checked'
  if (name.startsWith('enable_')) return 'each statement for which that would be best gets a worse plan'
  return 'damaged pages are passed over, and their rows are lost without a word'
}

function resetOf(role: string | null, database: string | null, name: string): string {
  if (role === null)
    return database === null
      ? `alter role all reset ${name}`
      : `alter database ${readableIdentifier(database)} reset ${name}`
  const place = database === null ? '' : ` in database ${readableIdentifier(database)}`
  return `alter role ${readableIdentifier(role)}${place} reset ${name}`
}
