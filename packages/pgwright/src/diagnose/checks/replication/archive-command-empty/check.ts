import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ command: z.boolean(), library: z.boolean() })

export const check = sqlCheck({
  id: 'archive-command-empty',
  title: 'Archiving that is on and has nowhere to go',
  category: 'replication',
  severity: 'error',
  reads: 'server',
  row,
  // archive_library came with PostgreSQL 15. What the command is, is not read.
  sql: () => `
    select pg_catalog.current_setting('archive_command') <> '' as command,
      coalesce(pg_catalog.current_setting('archive_library', true), '') <> '' as library
    where pg_catalog.current_setting('archive_mode') <> 'off'`,
  detect: (rows) =>
    rows
      .filter(({ command, library }) => !command && !library)
      .map(() => ({
        object: 'archive_command',
        objectType: 'setting',
        message:
          'archive_mode is on, and there is neither an archive_command nor an archive_library: the server keeps all log until the disk is full.',
        evidence: { archiveCommand: false, archiveLibrary: false },
        help: 'Set archive_command and reload; or turn archive_mode off and restart.',
      })),
})
