import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ available: z.boolean(), installed: z.boolean(), track: z.string().nullable() })

export const check = sqlCheck({
  id: 'statements-not-seen',
  title: 'Statements that nobody counts',
  category: 'queries',
  severity: 'warning',
  reads: 'server',
  row,
  // Its settings are there where its library was loaded at the start; who may not see libraries sees these.
  sql: () => `
    select exists (select from pg_catalog.pg_available_extensions e where e.name = 'pg_stat_statements') as available,
      exists (select from pg_catalog.pg_extension e where e.extname = 'pg_stat_statements') as installed,
      pg_catalog.current_setting('pg_stat_statements.track', true) as track`,
  detect: (rows) =>
    rows.flatMap(({ available, installed, track }) => {
      const lack = lackOf(installed, track)
      if (lack === null) return []
      return [
        {
          object: 'pg_stat_statements',
          objectType: 'extension',
          message: `${lack.fact}: which statements take the time of this database is not known.`,
          evidence: { available, installed, loaded: track !== null, track },
          help: available ? lack.help : 'Install the contrib package of PostgreSQL, which has it.',
          ...(available && lack.fix !== undefined ? { fix: lack.fix } : {}),
        },
      ]
    }),
})

function lackOf(installed: boolean, track: string | null): { fact: string; help: string; fix?: string[] } | null {
  if (track === null)
    return {
      fact: 'The server has not loaded pg_stat_statements',
      help: 'Add pg_stat_statements to shared_preload_libraries, restart, and create the extension in this database.',
    }
  if (!installed)
    return {
      fact: 'The server counts statements, but this database has no extension pg_stat_statements to read them by',
      help: 'Create the extension in this database.',
      fix: ['create extension pg_stat_statements'],
    }
  if (track === 'none')
    return { fact: 'pg_stat_statements.track is none', help: 'Set pg_stat_statements.track to top, and reload.' }
  return null
}
