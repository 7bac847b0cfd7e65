import type { OwnStatement } from '../wire/index.ts'

export interface TransactionOptions {
  readonly readOnly?: boolean
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
  /** For each statement of the transaction, by the server. */
  readonly statementTimeoutMs?: number
}

export interface TenantSettings {
  readonly setting: string
  readonly role: string | null
  /** Whether the library's own statements are prepared once for each connection. */
  readonly prepared: boolean
}

/** How a transaction ends. The second statement asks whether the session is clean, and gives `t` where it is. */
export interface Ending {
  readonly commit: readonly OwnStatement[]
  readonly rollback: readonly OwnStatement[]
}

/** The library's own statements around a tenant's work, but for the tenant. */
export interface Frame {
  readonly own: Ending
  readonly shared: Ending
  /** Whatever they set ends with the transaction. */
  opening(tenant: string, options: TransactionOptions): readonly OwnStatement[]
}

export function frameOf({ setting, role, prepared }: TenantSettings): Frame {
  const named = (text: string, name: string): OwnStatement => (prepared ? { text, name: `pgwright ${name}` } : { text })
  const constant = (text: string, name: string): OwnStatement => ({ ...named(text, name), constant: prepared })
  const begins = new Map<string, OwnStatement>()
  const beginOf = ({ readOnly = false, isolation }: TransactionOptions): OwnStatement => {
    const level = isolation === undefined ? '' : ` isolation level ${isolation}`
    const text = `begin${level}${readOnly ? ' read only' : ''}`
    const begin = begins.get(text) ?? constant(text, text)
    begins.set(text, begin)
    return begin
  }
  const clean = { ...constant(`select ${isClean}`, 'clean'), values: [setting] }
  // A pooler has given the session to the next by the time the answer is here. So it is asked within a transaction, which
  // a session that is not clean never gets out of: the pooler closes it together with the client's connection.
  const cleanOrFail = {
    ...constant(`select case when ${isClean} then 't' else ${failure} end`, 'clean or fail'),
    values: [setting],
  }
  const shared = (end: string) => [
    constant(`${end} and chain`, `${end} and chain`),
    cleanOrFail,
    constant('commit', 'commit'),
  ]
  const setters = [1, 2, 3].map((count) => named(settingSql(count), `set ${count}`))
  return {
    own: { commit: [constant('commit', 'commit'), clean], rollback: [constant('rollback', 'rollback'), clean] },
    shared: { commit: shared('commit'), rollback: shared('rollback') },
    opening: (tenant, options) => {
      // The tenant comes before the role, which need not be allowed to set it.
      const values = [setting, tenant]
      if (role !== null) values.push('role', role)
      const { statementTimeoutMs } = options
      if (statementTimeoutMs !== undefined) values.push('statement_timeout', String(Math.ceil(statementTimeoutMs)))
      const setter = setters[values.length / 2 - 1] ?? { text: settingSql(values.length / 2) }
      return [beginOf(options), { ...setter, values }]
    },
  }
}

function settingSql(count: number): string {
  const calls = Array.from({ length: count }, (_, i) => `pg_catalog.set_config($${2 * i + 1}, $${2 * i + 2}, true)`)
  return `select ${calls.join(', ')}`
}

/**
 * Whether nothing of a tenant is left in the session: no setting and no role that outlive the transaction, no cursor
 * that holds rows, no temporary table.
 */
const isClean = `coalesce(pg_catalog.current_setting($1, true), '') = ''
    and pg_catalog.current_setting('role') = 'none'
    and not exists (select from pg_catalog.pg_cursors where is_holdable)
    and (pg_catalog.pg_my_temp_schema() = 0 or not exists (
      select from pg_catalog.pg_class where relnamespace = pg_catalog.pg_my_temp_schema()))`

/** There is none: to ask for it is an error. */
const failure = `pg_catalog.current_setting('pgwright.session_is_not_clean')`
