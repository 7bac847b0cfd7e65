import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string(), setting: z.string() })

const effects: Readonly<Record<string, string>> = {
  zero_damaged_pages: 'a page with a damaged header is replaced by an empty one, and its rows are gone',
  ignore_checksum_failure: 'a page whose checksum is wrong is read as if it were right, and the damage spreads',
  ignore_invalid_pages: 'recovery passes over references to pages that are not there, and data may be lost',
  ignore_system_indexes: 'the catalog is read without its indexes, which is slow',
}

export const check = sqlCheck({
  id: 'damage-ignored',
  title: 'Damaged pages that are passed over',
  category: 'configuration',
  severity: 'error',
  reads: 'server',
  row,
  // These can't be off by default and on for a good reason, so a role's own value is told as well.
  sql: () => `
    select s.name, s.reset_val as setting from pg_catalog.pg_settings s
    where s.name in ('zero_damaged_pages', 'ignore_checksum_failure', 'ignore_invalid_pages', 'ignore_system_indexes')
    order by 1`,
  detect: (rows) =>
    rows
      .filter(({ setting }) => setting === 'on')
      .map(({ name }) => ({
        object: name,
        objectType: 'setting',
        message: `${name} is on: ${effects[name]}.`,
        evidence: { setting: 'on' },
        help: `Turn ${name} off; it is for a session that rescues what it can of a damaged database.`,
        fix: [`alter system reset ${name}`, 'select pg_reload_conf()'],
      })),
})
