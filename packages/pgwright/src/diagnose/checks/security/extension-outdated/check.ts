import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string(), installed: z.string(), available: z.string() })

export const check = sqlCheck({
  id: 'extension-outdated',
  title: 'Extension whose newer version waits to be switched to',
  category: 'security',
  severity: 'info',
  reads: 'server',
  row,
  // An upgrade of the server brings new files; each database goes on with the old version until it is told.
  sql: () => `
    select e.extname as name, e.extversion as installed, a.default_version as available
    from pg_catalog.pg_extension e
    join pg_catalog.pg_available_extensions() a on a.name = e.extname
    where a.default_version <> e.extversion
    order by 1`,
  detect: (rows) =>
    rows.map(({ name, installed, available }) => ({
      object: readableIdentifier(name),
      objectType: 'extension',
      message: `The extension ${name} is at ${installed} in this database; the server has ${available}.`,
      evidence: { installed, available },
      help: `Read what changed, then update it: alter extension ${readableIdentifier(name)} update.`,
      fix: [`alter extension ${readableIdentifier(name)} update`],
    })),
})
