import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string(), setting: z.string() })

const effects: Readonly<Record<string, string>> = {
  log_statement: 'every statement is logged with its literals, passwords of roles among them',
  log_min_duration_statement: 'every statement is logged when it ends, with its literals and parameters',
  log_min_messages: "the log holds messages for PostgreSQL's own developers",
}

export const check = sqlCheck({
  id: 'logging-too-much',
  title: 'A log of everything',
  category: 'configuration',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    select s.name, s.reset_val as setting from pg_catalog.pg_settings s
    where (s.name, s.reset_val) in (('log_statement', 'all'), ('log_min_duration_statement', '0'),
        ('log_min_messages', 'debug5'), ('log_min_messages', 'debug4'), ('log_min_messages', 'debug3'),
        ('log_min_messages', 'debug2'), ('log_min_messages', 'debug1'))
      and s.source not in ('client', 'user', 'database', 'database user')
    order by 1`,
  detect: (rows) =>
    rows.map(({ name, setting }) => ({
      object: name,
      objectType: 'setting',
      message: `${name} is ${setting}: ${effects[name]}, which costs time with every one, fills the disk, and shows data to who reads the log.`,
      evidence: { setting },
      help: `Reset ${name} when you have what you looked for; count statements with pg_stat_statements instead.`,
      fix: [`alter system reset ${name}`, 'select pg_reload_conf()'],
    })),
})
