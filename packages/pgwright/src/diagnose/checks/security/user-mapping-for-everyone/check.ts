import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ server: z.string(), wrapper: z.string(), tables: z.number() })

export const check = sqlCheck({
  id: 'user-mapping-for-everyone',
  title: 'Login at a foreign server that everyone uses',
  category: 'security',
  severity: 'warning',
  reads: 'server',
  row,
  // The login itself, in umoptions, is never read.
  sql: () => `
    select s.srvname as server, w.fdwname as wrapper,
      (select count(*) from pg_catalog.pg_foreign_table t where t.ftserver = s.oid)::float8 as tables
    from pg_catalog.pg_user_mappings m
    join pg_catalog.pg_foreign_server s on s.oid = m.srvid
    join pg_catalog.pg_foreign_data_wrapper w on w.oid = s.srvfdw
    where m.umuser = 0
    order by 1`,
  detect: (rows) =>
    rows.map(({ server, wrapper, tables }) => ({
      object: readableIdentifier(server),
      objectType: 'foreign server',
      message: `The foreign server ${server} has a login for PUBLIC: every role that may read one of its ${tables} foreign tables, or may use the server, acts there as that user.`,
      evidence: { wrapper, foreignTables: tables },
      help: `Make user mappings for the roles that need them, and drop the one for PUBLIC: drop user mapping for public server ${readableIdentifier(server)}.`,
    })),
})
