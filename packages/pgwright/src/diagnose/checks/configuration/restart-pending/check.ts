import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string() })

export const check = sqlCheck({
  id: 'restart-pending',
  title: 'Setting that waits for a restart',
  category: 'configuration',
  severity: 'warning',
  reads: 'server',
  row,
  sql: () => `select s.name from pg_catalog.pg_settings s where s.pending_restart order by 1`,
  detect: (rows, server) =>
    rows.map(({ name }) => ({
      object: name,
      objectType: 'setting',
      message: `${name} was changed in the configuration, and the server still runs with the value of its start at ${server.startedAt.toISOString()}: the next restart, planned or not, changes it.`,
      evidence: { startedAt: server.startedAt.toISOString() },
      help: 'Restart the server at a time of your choice, or take the change back.',
    })),
  // Libraries that are loaded at the start are among the settings that not everybody sees.
  blind: (_, { superuser, rights, role }) =>
    superuser || rights.has('pg_read_all_settings')
      ? null
      : `The role ${role} does not see all settings: grant pg_monitor to it.`,
})
