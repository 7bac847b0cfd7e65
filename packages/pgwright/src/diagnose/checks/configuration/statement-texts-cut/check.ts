import { z } from 'zod'
import { formatBytes, plural } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ size: z.number(), cut: z.number(), sessions: z.number() })

export const check = sqlCheck({
  id: 'statement-texts-cut',
  title: 'Statements that are shown in part',
  category: 'configuration',
  severity: 'info',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // A text is cut to one byte below the size, or up to three more where that would split a character.
  sql: () => `
    with size as (
      select pg_catalog.pg_size_bytes(pg_catalog.current_setting('track_activity_query_size'))::float8 as bytes
    )
    select s.bytes as size, count(*) filter (where pg_catalog.octet_length(a.query) >= s.bytes - 4)::float8 as cut,
      count(*)::float8 as sessions
    from size s join pg_catalog.pg_stat_activity a on a.backend_type = 'client backend'
    where a.datname = pg_catalog.current_database() and a.pid <> pg_catalog.pg_backend_pid() and a.query <> ''
    group by s.bytes`,
  detect: (rows) =>
    rows
      .filter(({ cut }) => cut > 0)
      .map(({ size, cut, sessions }) => ({
        object: 'track_activity_query_size',
        objectType: 'setting',
        message: `Of ${plural(sessions, 'session')} of this database ${cut} ran a statement longer than ${formatBytes(size)}: pg_stat_activity shows its beginning alone, which may be no more than a list of columns.`,
        evidence: { sizeBytes: size, cutStatements: cut, sessions },
        help: 'Set track_activity_query_size to 16 kB, and restart.',
      })),
})
