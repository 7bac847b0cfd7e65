import pg from 'pg'
import { isEncryptionProblem, toPgwrightError } from './errors.ts'
import type { Target } from './target.ts'

/** 0 is no limit. */
export interface SessionLimits {
  readonly statementTimeoutMs: number
  readonly lockTimeoutMs: number
  readonly idleInTransactionTimeoutMs: number
}

const readerLimits: SessionLimits = {
  statementTimeoutMs: 30_000,
  lockTimeoutMs: 2_000,
  idleInTransactionTimeoutMs: 60_000,
}
const writerLimits: SessionLimits = { statementTimeoutMs: 0, lockTimeoutMs: 2_000, idleInTransactionTimeoutMs: 60_000 }

/**
 * Runs `read` in one read-only transaction that sees one state of the database, and rolls it back. The limits are
 * the transaction's own, not the session's, so that it also works through a pooler that pools transactions.
 *
 * @example
 * const snapshot = await withReader(parseTarget(url), (client) => observe(client))
 *
 * @throws PgwrightError for whatever goes wrong, see `toPgwrightError`.
 */
export async function withReader<Result>(
  target: Target,
  read: (client: pg.Client) => Promise<Result>,
  limits: Partial<SessionLimits> = {},
): Promise<Result> {
  const client = await connect(target)
  let loss: unknown
  client.once('error', (error) => {
    loss = error
  })
  try {
    await client.query(
      `begin isolation level repeatable read read only; ${settings('set local', { ...readerLimits, ...limits })}`,
    )
    return await read(client)
  } catch (error) {
    // After a loss every query fails alike; what was lost, and why, was said once.
    throw toPgwrightError(loss ?? error, `reading from ${target.describe}`)
  } finally {
    await client.query('rollback').catch(() => undefined)
    await client.end()
  }
}

/**
 * A session that may write, in autocommit; the caller ends it. It needs a session of its own, so not a pooler that
 * pools transactions.
 *
 * @throws PgwrightError see `toPgwrightError`, which is for the caller to use on what the session throws later.
 */
export async function connectWriter(target: Target, limits: Partial<SessionLimits> = {}): Promise<pg.Client> {
  const client = await connect(target)
  try {
    await client.query(settings('set', { ...writerLimits, ...limits }))
    return client
  } catch (error) {
    await client.end()
    throw toPgwrightError(error, `opening a session on ${target.describe}`)
  }
}

function settings(set: 'set' | 'set local', limits: SessionLimits): string {
  const { statementTimeoutMs, lockTimeoutMs, idleInTransactionTimeoutMs } = limits
  return [
    `${set} statement_timeout = ${statementTimeoutMs}`,
    `${set} lock_timeout = ${lockTimeoutMs}`,
    `${set} idle_in_transaction_session_timeout = ${idleInTransactionTimeoutMs}`,
  ].join('; ')
}

async function connect({ config, fallback, describe }: Target): Promise<pg.Client> {
  const doing = `connecting to ${describe}`
  try {
    return await open(config)
  } catch (error) {
    if (fallback === undefined || !isEncryptionProblem(error)) throw toPgwrightError(error, doing)
  }
  try {
    return await open(fallback)
  } catch (error) {
    throw toPgwrightError(error, doing)
  }
}

async function open(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config)
  // Without a listener, a session that the server ends would end this process.
  client.on('error', () => {})
  try {
    return await client.connect()
  } catch (error) {
    // Not waited for: a server that did not answer does not answer this either.
    client.end().catch(() => {})
    throw error
  }
}
