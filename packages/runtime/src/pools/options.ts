import type pg from 'pg'
import { RuntimeError } from '../error.ts'
import type { CircuitOptions } from './circuit.ts'
import type { Leak } from './leaks.ts'

export type PoolMode =
  /** One instance has the server for itself. */
  | 'single'
  /** Several instances share it: `instances`, at most at one time, those that overlap in a deployment included. */
  | 'fleet'
  /** Instances come and go and are frozen between requests: one connection each, looked at before it is used. */
  | 'serverless'
  /** Behind PgBouncer with transactions as its unit: nothing is kept in a session. */
  | 'pgbouncer'

/** Times are in milliseconds. What pg.Pool takes beyond these (host, user, ssl, types, …) is passed on to it. */
export interface PoolsOptions extends Omit<pg.PoolConfig, OwnNames> {
  readonly mode: PoolMode
  /** In metrics, errors and reports. Default: `main`. */
  readonly name?: string
  /** Of a fleet. Default: 1. */
  readonly instances?: number
  /** What all instances together may take of the server's connections. */
  readonly maxConnections?: number
  /** Connections of this instance; overrides what the mode and `maxConnections` would give. */
  readonly size?: number
  /** How long a request may wait for another to give its connection back. Default: 5 000. */
  readonly waitTimeoutMs?: number
  /** How long the server may take to accept a connection. Default: 5 000. */
  readonly connectTimeoutMs?: number
  /** Requests that may wait; one more fails at once. Default: 10 000. */
  readonly maxWaiting?: number
  /** The server ends a statement after this. Default: none. */
  readonly statementTimeoutMs?: number
  /** The server ends a session whose transaction idles for this long. Default: 60 000; none behind PgBouncer. */
  readonly idleInTransactionTimeoutMs?: number
  /** The server ends a transaction after this: PostgreSQL 17 and later, of no effect before. Default: none. */
  readonly transactionTimeoutMs?: number
  /** A connection that is awaited and sends no byte for this long is given up. Default: none. */
  readonly silenceTimeoutMs?: number
  /** An idle connection older than this is asked whether it still lives before it is used. Default: 15 000, serverless 1 000. */
  readonly checkIdleAfterMs?: number
  /** A checked-out connection is reported as a leak after this. 0 turns it off. Default: 30 000. */
  readonly leakAfterMs?: number
  /** Default: a warning of the process. */
  readonly onLeak?: (leak: Leak) => void
  /** Prepare statements that come again, at most this many on a connection. Default: 0, none. */
  readonly preparedStatements?: number
  /** What the server shows for these sessions. Default: `pgwright`. */
  readonly applicationName?: string
  /** Show the request's route too: `shop:GET /orders/:id`. Not behind PgBouncer. Default: false. */
  readonly routeInApplicationName?: boolean
  readonly circuit?: CircuitOptions
}

type OwnNames =
  | 'max'
  | 'connectionTimeoutMillis'
  | 'application_name'
  | 'statement_timeout'
  | 'idle_in_transaction_session_timeout'
  | 'query_timeout'
  | 'Promise'
  | 'Client'

export interface Settings {
  readonly name: string
  readonly mode: PoolMode
  readonly instances: number
  readonly maxConnections: number | undefined
  readonly size: number
  readonly waitTimeoutMs: number
  readonly connectTimeoutMs: number
  readonly maxWaiting: number
  readonly transactionTimeoutMs: number
  readonly silenceTimeoutMs: number
  readonly checkIdleAfterMs: number
  readonly leakAfterMs: number
  readonly onLeak: ((leak: Leak) => void) | null
  readonly preparedStatements: number
  readonly applicationName: string
  readonly routeInApplicationName: boolean
  readonly circuit: CircuitOptions
  readonly pool: pg.PoolConfig
}

const defaultSize = 10
const defaultBehindPooler = 20

/** @throws RuntimeError `usage` */
export function settingsOf(options: PoolsOptions): Settings {
  const {
    mode,
    name = 'main',
    instances = 1,
    maxConnections,
    size = defaultSizeOf(mode, instances, maxConnections),
    waitTimeoutMs = 5_000,
    connectTimeoutMs = 5_000,
    maxWaiting = 10_000,
    statementTimeoutMs,
    idleInTransactionTimeoutMs = mode === 'pgbouncer' ? undefined : 60_000,
    transactionTimeoutMs = 0,
    silenceTimeoutMs = 0,
    checkIdleAfterMs = mode === 'serverless' ? 1_000 : 15_000,
    leakAfterMs = 30_000,
    onLeak = null,
    preparedStatements = 0,
    applicationName = 'pgwright',
    routeInApplicationName = false,
    circuit = {},
    ...rest
  } = options
  if (!['single', 'fleet', 'serverless', 'pgbouncer'].includes(mode))
    throw usage(`There is no mode "${String(mode)}".`, 'Use single, fleet, serverless or pgbouncer.')
  positive({ instances, size, maxWaiting: maxWaiting + 1 }, Number.isInteger)
  positive({ waitTimeoutMs, connectTimeoutMs }, Number.isFinite)
  notNegative({ transactionTimeoutMs, silenceTimeoutMs, checkIdleAfterMs, leakAfterMs, preparedStatements })
  notNegative({ statementTimeoutMs: statementTimeoutMs ?? 0 })
  notNegative({ idleInTransactionTimeoutMs: idleInTransactionTimeoutMs ?? 0 })
  if (mode === 'pgbouncer') {
    refuseSessionSettings({ statementTimeoutMs, idleInTransactionTimeoutMs, transactionTimeoutMs })
    if (routeInApplicationName)
      throw usage(
        'A name of the route would stay on a connection of PgBouncer that another application gets next.',
        'Leave routeInApplicationName out behind PgBouncer.',
      )
  }
  return {
    ...{
      name,
      mode,
      instances,
      maxConnections,
      size,
      waitTimeoutMs,
      connectTimeoutMs,
      maxWaiting,
      transactionTimeoutMs,
    },
    ...{ silenceTimeoutMs, checkIdleAfterMs, leakAfterMs, onLeak, preparedStatements, applicationName },
    ...{ routeInApplicationName, circuit },
    pool: {
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      ...(mode === 'serverless' ? { idleTimeoutMillis: 5_000, allowExitOnIdle: true } : {}),
      ...rest,
      max: size,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: applicationName,
      ...(statementTimeoutMs ? { statement_timeout: statementTimeoutMs } : {}),
      ...(idleInTransactionTimeoutMs ? { idle_in_transaction_session_timeout: idleInTransactionTimeoutMs } : {}),
    },
  }
}

function defaultSizeOf(mode: PoolMode, instances: number, maxConnections: number | undefined): number {
  if (mode === 'serverless') return 1
  const size = mode === 'pgbouncer' ? defaultBehindPooler : defaultSize
  if (maxConnections === undefined) return size
  const share = Math.floor(maxConnections / instances)
  if (!(share >= 1))
    throw usage(
      `${instances} instances can't share ${maxConnections} connections.`,
      'Put PgBouncer before the server, or give maxConnections at least one for each instance.',
    )
  return mode === 'single' ? Math.min(size, share) : share
}

function refuseSessionSettings(settings: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(settings))
    if (value)
      throw usage(
        `${name} is a setting of a session, which PgBouncer would give to others or refuse.`,
        'Set it for the role: alter role … set statement_timeout = …',
      )
}

function positive(values: Readonly<Record<string, number>>, isGood: (value: number) => boolean): void {
  for (const [name, value] of Object.entries(values))
    if (!isGood(value) || value <= 0) throw usage(`${name} is no positive number.`, 'Give a number above 0.')
}

function notNegative(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values))
    if (!Number.isFinite(value) || value < 0) throw usage(`${name} is no number of 0 or more.`, 'Give 0 for none.')
}

function usage(message: string, hint: string): RuntimeError {
  return new RuntimeError('usage', message, hint)
}
