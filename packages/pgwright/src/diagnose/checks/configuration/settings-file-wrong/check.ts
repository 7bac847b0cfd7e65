import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ file: z.string(), line: z.number(), name: z.string().nullable(), error: z.string() })

export const check = sqlCheck({
  id: 'settings-file-wrong',
  title: "Configuration that the server can't take",
  category: 'configuration',
  severity: 'error',
  needs: { right: 'superuser' },
  reads: 'server',
  row,
  // What needs a restart is told as an error too, and is restart-pending's.
  sql: () => `
    select f.sourcefile as file, f.sourceline::float8 as line, f.name, f.error
    from pg_catalog.pg_file_settings f
    where f.error is not null
      and not exists (select from pg_catalog.pg_settings s where s.name = f.name and s.pending_restart)
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ file, line, name, error }) => ({
      object: name ?? `${file}:${line}`,
      objectType: 'setting',
      message: `Line ${line} of ${file} is wrong (${error}): a reload passes over it or over all files, and after the next stop the server may not start.`,
      evidence: { file, line, error },
      help: 'Put the line right and reload.',
    })),
})
