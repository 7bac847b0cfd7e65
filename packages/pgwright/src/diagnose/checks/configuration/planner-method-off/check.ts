import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string(), source: z.string() })

export const check = sqlCheck({
  id: 'planner-method-off',
  title: 'Ways of reading and joining that the planner may not use',
  category: 'configuration',
  severity: 'warning',
  reads: 'server',
  row,
  // What a role or a database has of its own is role-settings-odd's.
  sql: () => `
    select s.name, s.source from pg_catalog.pg_settings s
    where s.name like 'enable\\_%' and s.boot_val = 'on' and s.reset_val = 'off'
      and s.source not in ('client', 'user', 'database', 'database user')
    order by 1`,
  detect: (rows) =>
    rows.map(({ name, source }) => ({
      object: name,
      objectType: 'setting',
      message: `${name} is off for all sessions: every statement for which it would be best gets a worse plan.`,
      evidence: { setting: 'off', source },
      help: `Turn ${name} on, and put right what it was to help against: statistics, costs, or one statement.`,
      fix: [`alter system reset ${name}`, 'select pg_reload_conf()'],
    })),
})
