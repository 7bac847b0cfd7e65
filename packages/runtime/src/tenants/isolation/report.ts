import type { Pool } from 'pg'
import type { TenantId, TenantType } from '../tenant-type.ts'

export interface IsolationOptions {
  /** Two tenants that both have rows in every table: the first tries to get at the second's. */
  readonly tenants: readonly [TenantId, TenantId]
  readonly type: TenantType
  readonly setting: string
  /** As in `createTenants`; null: the role by which `pool` connects. */
  readonly role?: string | null
  /** The application's own. Default: the administrator's, with `role`. */
  readonly pool?: Pool
  /** The column that holds the tenant, where a table has it. Default `tenant_id`. */
  readonly column?: string
  /** Tables and views that all tenants share, as `schema.name`. Every other is to be isolated. */
  readonly shared?: readonly string[]
  /** Default: all but PostgreSQL's own. */
  readonly schemas?: readonly string[]
}

export interface IsolationFinding {
  /** A table or view as `schema.name`, a function, a constraint, or the role. */
  readonly object: string
  /** Without any value of a row. */
  readonly why: string
}

export interface IsolationReport {
  /** What was tried on each table, such as `select`, `insert … on conflict`; nothing where the role has no rights. */
  readonly tables: readonly { readonly table: string; readonly tried: readonly string[] }[]
  /** What is open, and what could not be tried: no proof either. */
  readonly open: readonly IsolationFinding[]
  /** What policies can't close, for people to judge. */
  readonly told: readonly IsolationFinding[]
}
