import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'
import { releases } from '../../../facts/releases.ts'

const row = z.object({ number: z.number() })

/** An upgrade of the major takes some planning. */
const noticeMs = 183 * 86_400_000

export const check = sqlCheck({
  id: 'version-end-of-life',
  title: 'Server whose major gets no more fixes',
  category: 'configuration',
  severity: 'error',
  reads: 'server',
  row,
  sql: () => `select pg_catalog.current_setting('server_version_num')::float8 as number`,
  detect: (rows, { now }) =>
    rows.flatMap(({ number }) => {
      const major = Math.floor(number / 10_000)
      const end = releases[major]?.lastFixOn
      if (end === undefined) return []
      const leftMs = Date.parse(end) - now.getTime()
      if (leftMs > noticeMs) return []
      const over = leftMs < 0
      return [
        {
          object: 'server_version',
          objectType: 'server',
          severity: over ? ('error' as const) : ('warning' as const),
          message: over
            ? `PostgreSQL ${major} got its last fixes on ${end}: security holes that are found since stay open.`
            : `PostgreSQL ${major} gets its last fixes on ${end}, ${Math.ceil(leftMs / 86_400_000)} days from now.`,
          evidence: { major, lastFixOn: end },
          help: 'Upgrade to a later major, with pg_upgrade or by logical replication.',
        },
      ]
    }),
})
