import { z } from 'zod'
import { printable } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { type Defect, sqlCheck } from '../../../check.ts'
import type { DeclaredPool } from '../../../declared-pool.ts'
import type { Server } from '../../../server.ts'

const row = z.object({
  max: z.number(),
  reserved: z.number(),
  /** Of this database; -1: none. */
  database_limit: z.number(),
  /** Those with a limit, and superusers, for whom no limit holds. */
  roles: z.array(z.object({ name: z.string(), limit: z.number(), superuser: z.boolean() })),
  sessions: z.array(z.object({ application: z.string(), database: z.string(), count: z.number() })),
})
type Row = z.infer<typeof row>

export const check = sqlCheck({
  id: 'pool-beyond-server',
  title: 'Pools that may open more connections than the server takes',
  category: 'connections',
  severity: 'warning',
  needs: { pools: true, right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // reserved_connections came with PostgreSQL 16.
  sql: () => `
    select pg_catalog.current_setting('max_connections')::float8 as max,
      pg_catalog.current_setting('superuser_reserved_connections')::float8
        + coalesce(pg_catalog.current_setting('reserved_connections', true)::float8, 0) as reserved,
      d.datconnlimit::float8 as database_limit,
      (select coalesce(jsonb_agg(jsonb_build_object('name', r.rolname, 'limit', r.rolconnlimit, 'superuser', r.rolsuper)
          order by r.rolname), '[]')
        from pg_catalog.pg_roles r where r.rolconnlimit >= 0 or r.rolsuper) as roles,
      (select coalesce(jsonb_agg(jsonb_build_object('application', s.application, 'database', s.database, 'count', s.count)
          order by s.application, s.database), '[]')
        from (select a.application_name as application, a.datname as database, count(*) as count
          from pg_catalog.pg_stat_activity a
          where a.backend_type = 'client backend' and a.datname is not null and a.application_name <> ''
          group by 1, 2) s) as sessions
    from pg_catalog.pg_database d
    where d.datname = pg_catalog.current_database()`,
  detect: (rows, server) =>
    rows.flatMap((one) => [
      ...beyondServer(one, server),
      ...beyondDatabase(one, server),
      ...beyondRoles(one, server),
      ...beyondDeclared(one, server),
    ]),
})

function most(pools: readonly DeclaredPool[]): number {
  return pools.reduce((sum, { size, instances }) => sum + size * instances, 0)
}

/** `api (8 × 20)`. */
function listed(pools: readonly DeclaredPool[]): string {
  return pools
    .map(({ application, size, instances }) => `${printable(application)} (${instances} × ${size})`)
    .join(', ')
}

function beyondServer({ max, reserved }: Row, { pools }: Server): Defect[] {
  const [wanted, usable] = [most(pools), max - reserved]
  if (wanted <= usable) return []
  return [
    {
      object: 'max_connections',
      objectType: 'setting',
      message: `The declared pools may open ${wanted} connections, ${listed(pools)}, and ordinary roles may take ${usable} (max_connections ${max}, ${reserved} reserved): when all are busy, applications are refused.`,
      evidence: { declared: wanted, usable, maxConnections: max, reserved, pools: pools.map((one) => listed([one])) },
      help: 'Make the pools smaller, or put a pooler between that all of them share, before you raise max_connections.',
    },
  ]
}

/** No limit of a database or a role holds for superusers. */
function beyondDatabase({ database_limit: limit, roles }: Row, { pools, database }: Server): Defect[] {
  const superusers = new Set(roles.filter(({ superuser }) => superuser).map(({ name }) => name))
  const own = pools.filter((pool) => databaseOf(pool, database) === database && !superusers.has(pool.role ?? ''))
  const wanted = most(own)
  if (limit < 0 || wanted <= limit) return []
  const name = readableIdentifier(database)
  return [
    {
      object: name,
      objectType: 'database',
      message: `The declared pools may open ${wanted} connections to this database, ${listed(own)}, and it takes ${limit}.`,
      evidence: { declared: wanted, connectionLimit: limit, pools: own.map((one) => listed([one])) },
      help: `Make the pools smaller, or raise the limit: alter database ${name} connection limit ${wanted}.`,
    },
  ]
}

function beyondRoles({ roles }: Row, { pools }: Server): Defect[] {
  return roles
    .filter(({ superuser, limit }) => !superuser && limit >= 0)
    .flatMap(({ name: role, limit }) => {
      const own = pools.filter((pool) => pool.role === role)
      const wanted = most(own)
      if (wanted <= limit) return []
      const name = readableIdentifier(role)
      return [
        {
          object: name,
          objectType: 'role',
          message: `The declared pools may open ${wanted} connections as ${name}, ${listed(own)}, and the role may have ${limit}.`,
          evidence: { declared: wanted, connectionLimit: limit, pools: own.map((one) => listed([one])) },
          help: `Make the pools smaller, or raise the limit: alter role ${name} connection limit ${wanted}.`,
        },
      ]
    })
}

/** What is declared is less than what is there: then the sums above are too small. */
function beyondDeclared({ sessions }: Row, { pools, database: inspected }: Server): Defect[] {
  return sessions.flatMap(({ application, database, count }) => {
    const own = pools.filter((pool) => pool.application === application && databaseOf(pool, inspected) === database)
    const declared = most(own)
    if (own.length === 0 || count <= declared) return []
    return [
      {
        object: printable(application),
        objectType: 'application',
        message: `${count} sessions of "${printable(application)}" are there now, more than the ${declared} that are declared, ${listed(own)}: what the pools may open in all is more than the declaration says.`,
        evidence: { sessions: count, declared },
        help: 'Declare its pools as they are, more instances or larger ones; or find what connects beside them under that name.',
      },
    ]
  })
}

function databaseOf(pool: DeclaredPool, inspected: string): string {
  return pool.database ?? inspected
}
