import { z } from 'zod'
import { type Defect, type SqlCheck, sqlCheck } from '../check.ts'
import type { Server } from '../server.ts'

const row = z.object({
  name: z.string(),
  /** As `pg_settings` prints it, in its own unit. */
  setting: z.string(),
  /** In bytes or ms where it has such a unit; null where it is no number. */
  amount: z.number().nullable().default(null),
  source: z.string().default('configuration file'),
})
export type Setting = z.infer<typeof row>

type Meta = Pick<SqlCheck, 'id' | 'title' | 'category' | 'severity' | 'needs' | 'optional'>

interface SettingCheck extends Meta {
  /** What it reads; the first is the object of its finding. */
  readonly settings: readonly [string, ...string[]]
  /** Null where nothing is wrong. */
  detect(read: (name: string) => Setting, server: Server): Omit<Defect, 'object' | 'objectType'> | null
}

/** Where a value comes from that is not the server's: it was set for the role that looks, its database or its session. */
export const ownSources = new Set(['client', 'user', 'database', 'database user'])

/** A check on the values that the server gives to every session. */
export function settingCheck({ settings, detect, ...meta }: SettingCheck): SqlCheck {
  return sqlCheck({
    ...meta,
    reads: 'server',
    row,
    sql: () => settingsSql(settings),
    detect: (rows, server) => {
      if (ownOf(rows).length > 0 || rows.length < settings.length) return []
      const byName = new Map(rows.map((one) => [one.name, one]))
      const read = (name: string) => {
        const setting = byName.get(name)
        if (setting === undefined) throw new Error(`${meta.id} does not read ${name}`)
        return setting
      }
      const defect = detect(read, server)
      return defect === null ? [] : [{ object: settings[0], objectType: 'setting', ...defect }]
    },
    blind: (rows) => {
      const own = ownOf(rows)
      if (own.length > 0)
        return `The role or the database has its own ${own.join(', ')}, which hides the server's from this session.`
      return rows.length < settings.length
        ? `The role may not see ${settings.join(', ')}: grant pg_monitor to it.`
        : null
    },
  })
}

function ownOf(rows: readonly Setting[]): string[] {
  return rows.filter(({ source }) => ownSources.has(source)).map(({ name }) => name)
}

/** `reset_val`, not `setting`: the reader's own limits are none of the server's. */
function settingsSql(names: readonly string[]): string {
  return `
    select s.name, s.reset_val as setting, s.source, case when s.vartype in ('integer', 'real') then
      s.reset_val::float8 * case when s.reset_val::float8 < 0 or s.unit is null then 1
        when s.unit = 'ms' then 1 when s.unit = 's' then 1000 when s.unit = 'min' then 60000
        else pg_catalog.pg_size_bytes(case when s.unit = 'B' then '1' when s.unit ~ '^[0-9]' then s.unit
          else '1' || s.unit end) end end as amount
    from pg_catalog.pg_settings s
    where s.name in (${names.map((name) => `'${name}'`).join(', ')})
    order by 1`
}

/** What gives the whole server another value, without a restart. */
export function alterSystem(name: string, value: string): string[] {
  return [`alter system set ${name} = ${value}`, 'select pg_reload_conf()']
}
