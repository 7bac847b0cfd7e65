import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'
import { releases } from '../../../facts/releases.ts'

const row = z.object({ number: z.number() })

export const check = sqlCheck({
  id: 'version-outdated',
  title: 'Server without its latest fixes',
  category: 'configuration',
  severity: 'warning',
  reads: 'server',
  row,
  sql: () => `select pg_catalog.current_setting('server_version_num')::float8 as number`,
  detect: (rows) =>
    rows.flatMap(({ number }) => {
      const [major, minor] = [Math.floor(number / 10_000), number % 10_000]
      const latest = releases[major]?.minor ?? 0
      if (minor >= latest) return []
      return [
        {
          object: 'server_version',
          objectType: 'server',
          message: `The server is PostgreSQL ${major}.${minor}, and ${major}.${latest} is out since ${releases[major]?.releasedOn}: fixes of errors and security holes are missing.`,
          evidence: { version: `${major}.${minor}`, latestKnown: `${major}.${latest}` },
          help: `Install ${major}.${latest} or later, and restart; read the release notes of those between for indexes to rebuild.`,
        },
      ]
    }),
})
