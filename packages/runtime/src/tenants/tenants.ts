import type { Pool, QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { RuntimeError } from '../error.ts'
import { assignTenant, currentRun, currentTenant, withinRun } from './current.ts'
import { frameOf, type TenantSettings, type TransactionOptions } from './statements.ts'
import { noTenant, type TenantId, type TenantType, tenantText } from './tenant-type.ts'
import { queryConfig, type TenantTransaction, Transaction, type TransactionContext } from './transaction.ts'

export interface TenantsOptions {
  /** The setting that the policies read, such as `app.tenant_id`: two names with a dot between. */
  readonly setting: string
  readonly type: TenantType
  /** The role that the tenants' work has: not the owner of the tables, and without BYPASSRLS. Null: the pool's own. */
  readonly role?: string | null
  /**
   * Whether the library's own statements are prepared once for each connection that keeps them, which is found out: one
   * of PgBouncer before 1.21 doesn't. Default: true.
   */
  readonly prepared?: boolean
  /** Told when a connection is closed instead of being given back, and why. */
  readonly onDiscard?: (reason: string) => void
}

export interface RunOptions extends TransactionOptions {
  /** On abort the connection is closed at once, and the run rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

export interface Tenants {
  /**
   * Runs `work` in one transaction of the tenant: committed when it resolves, rolled back when it rejects. Within
   * another run of the same tenant it is part of that one's transaction.
   *
   * @throws RuntimeError `no-tenant`, `usage` (wrong type; within another tenant's run), before anything is sent;
   *   `aborted` when a failed statement's error was swallowed
   */
  run<Result>(id: TenantId, work: (tx: TenantTransaction) => Promise<Result>, options?: RunOptions): Promise<Result>
  /** One statement in a transaction of its own, in one round trip. */
  query<Row extends QueryResultRow = QueryResultRow>(
    id: TenantId,
    query: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>
  /** Sets the tenant of the request's scope, once. */
  assign(id: TenantId): void
  /** For the tenant of the run or the request's scope; `no-tenant` where there is none. */
  readonly current: {
    run<Result>(work: (tx: TenantTransaction) => Promise<Result>, options?: RunOptions): Promise<Result>
    query<Row extends QueryResultRow = QueryResultRow>(
      query: string | QueryConfig,
      values?: readonly unknown[],
    ): Promise<QueryResult<Row>>
  }
}

/** @throws RuntimeError `usage` */
export function createTenants(pool: Pool, options: TenantsOptions): Tenants {
  const { type, onDiscard = () => {} } = options
  const settings = settingsOf(options)
  const context: TransactionContext = { pool, setting: settings.setting, frame: frameOf(settings), onDiscard }
  const owner = {}

  const textOf = (id: TenantId): string => {
    const tenant = tenantText(id, type)
    const outer = currentRun()
    if (outer?.owner === owner && outer.tenant !== tenant) throw nested()
    return tenant
  }
  const outerTransaction = () => {
    const outer = currentRun()
    return outer?.owner === owner ? (outer.transaction as Transaction) : undefined
  }
  const run = async <Result>(
    id: TenantId,
    work: (tx: TenantTransaction) => Promise<Result>,
    { signal, ...transactionOptions }: RunOptions = {},
  ): Promise<Result> => {
    const tenant = textOf(id)
    const outer = outerTransaction()
    if (outer !== undefined) return work(outer)
    signal?.throwIfAborted()
    const transaction = await Transaction.start(context, tenant, checked(transactionOptions))
    return perform(transaction, signal, () => withinRun({ owner, tenant, transaction }, () => work(transaction)))
  }
  const query = async <Row extends QueryResultRow>(
    id: TenantId,
    text: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>> => {
    const tenant = textOf(id)
    const config = queryConfig(text, values)
    const outer = outerTransaction()
    if (outer !== undefined) return outer.query<Row>(config)
    const transaction = await Transaction.start(context, tenant, {})
    try {
      return await transaction.only<Row>(config)
    } catch (error) {
      await transaction.undo()
      throw error
    }
  }
  const own = (): string => {
    const tenant = currentTenant()
    if (tenant === undefined) throw noTenant()
    return tenant
  }
  return {
    run,
    query,
    assign: (id) => assignTenant(tenantText(id, type)),
    current: {
      run: async (work, runOptions) => run(own(), work, runOptions),
      query: async (text, values) => query(own(), text, values),
    },
  }
}

async function perform<Result>(
  transaction: Transaction,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  // Not cancelled by a request of its own: that could come late and hit whoever has the connection then.
  const abort = () => transaction.abandon('its work was aborted')
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted) abort()
  try {
    const result = await work()
    await transaction.commit()
    return result
  } catch (error) {
    await transaction.undo()
    throw signal?.aborted ? signal.reason : error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

function settingsOf({ setting, role = null, prepared = true }: TenantsOptions): TenantSettings {
  if (!/^[a-z_][a-z0-9_$]*(\.[a-z_][a-z0-9_$]*)+$/i.test(setting))
    throw new RuntimeError(
      'usage',
      'The setting’s name is not one that PostgreSQL takes.',
      'Use two names with a dot between them, such as app.tenant_id.',
    )
  if (role !== null && (typeof role !== 'string' || role === '' || role === 'none'))
    throw new RuntimeError('usage', 'The role has no name.', 'Name the role, or leave it out.')
  return { setting, role, prepared }
}

function checked(options: TransactionOptions): TransactionOptions {
  const { isolation, statementTimeoutMs } = options
  // It becomes part of the statement that begins the transaction.
  const known = isolation === undefined || ['read committed', 'repeatable read', 'serializable'].includes(isolation)
  const inTime = statementTimeoutMs === undefined || (statementTimeoutMs > 0 && statementTimeoutMs <= 2 ** 31 - 1)
  if (known && inTime) return options
  throw new RuntimeError(
    'usage',
    'The transaction’s isolation or timeout is none that PostgreSQL has.',
    'Isolation is read committed, repeatable read or serializable; a timeout is above 0 ms.',
  )
}

function nested(): RuntimeError {
  return new RuntimeError(
    'usage',
    'A run of one tenant can’t hold one of another.',
    'Let the outer run end before the next one begins.',
  )
}
