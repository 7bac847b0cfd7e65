import type { Client } from 'pg'
import { PgwrightError } from '../model/index.ts'
import { requireSupported, toPgwrightError } from '../postgres/index.ts'
import { type Brakes, brakesOf } from './brake-limits.ts'
import type { AskFreeSpace } from './disk/ask-free-space.ts'
import type { ApplyEvent, ApplyOptions } from './options.ts'
import { takeRunnerLock, takeWorkerLock } from './runner-lock.ts'

/**
 * Two sessions: one works and one watches. What the worker was doing when it was lost or cancelled is cleaned up by the
 * other.
 */
export interface Runner {
  /** Holds the lock that keeps other runners out, writes the journal, watches the worker. */
  readonly control: Client
  /** Runs the plan's statements. */
  readonly worker: Client
  readonly workerPid: number
  readonly lockTimeoutMs: number
  readonly buildTimeoutMs: number
  readonly holdTimeoutMs: number
  /** Null: nothing holds the next step up. */
  readonly brakes: Brakes | null
  /** Null where it can't be known. */
  readonly freeSpace: AskFreeSpace | null
  readonly signal: AbortSignal | undefined
  emit(event: ApplyEvent): void
}

export type Connect = () => Promise<Client>

const buildTimeoutMs = 6 * 60 * 60 * 1000

/** Opens the sessions, keeps other runners out while `work` runs, and closes everything. */
export async function withRunner<Result>(
  connect: Connect,
  options: ApplyOptions,
  doing: string,
  work: (runner: Runner) => Promise<Result>,
): Promise<Result> {
  const clients: Client[] = []
  const open = async () => {
    const client = await connect()
    clients.push(client)
    client.on('error', () => {}) // the query that is running fails as well, and that is where it is dealt with
    await prepareSession(client)
    return client
  }
  try {
    const control = await open()
    await prepareControl(control)
    await requireSupported(control)
    await takeRunnerLock(control)
    const worker = await open()
    await takeWorkerLock(worker)
    const { rows } = await worker.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid')
    return await work({
      control,
      worker,
      workerPid: rows[0]?.pid ?? 0,
      lockTimeoutMs: options.lockTimeoutMs ?? 200,
      buildTimeoutMs: options.buildTimeoutMs ?? buildTimeoutMs,
      holdTimeoutMs: options.holdTimeoutMs ?? 2_000,
      brakes: options.brakes === null ? null : brakesOf(options.brakes),
      freeSpace: null,
      signal: options.signal,
      emit: (event) => options.onProgress?.(event),
    })
  } catch (error) {
    throw toPgwrightError(error, doing)
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => {})))
  }
}

/** @throws PgwrightError `cancelled` once the run was told to stop */
export function throwIfStopped({ signal }: Runner): void {
  if (signal?.aborted === true) throw stopped(signal.reason)
}

export function stopped(cause: unknown): PgwrightError {
  return new PgwrightError(
    'cancelled',
    'The run was stopped before it was through.',
    'Do it again to go on where it stopped, or roll the run back.',
    { cause },
  )
}

export interface Limits {
  readonly lockTimeoutMs: number
  readonly statementTimeoutMs: number
}

export async function setLimits(client: Client, { lockTimeoutMs, statementTimeoutMs }: Limits): Promise<void> {
  await client.query(`set lock_timeout = ${lockTimeoutMs}; set statement_timeout = ${statementTimeoutMs}`)
}

/**
 * Names in the definitions that it reads are all qualified, and nobody's function or operator gets in the way of what it
 * asks. The worker has the role's own search path, on which functions in an expression and event triggers may rely.
 */
export async function prepareControl(control: Client): Promise<void> {
  await setLimits(control, { lockTimeoutMs: 2_000, statementTimeoutMs: 0 })
  await control.query('set search_path = pg_catalog')
}

/** As a snapshot is read: values in definitions come out the same on every server. */
const format = `set quote_all_identifiers = off; set datestyle = 'ISO'; set intervalstyle = 'postgres';
  set timezone = 'UTC'; set bytea_output = 'hex'; set extra_float_digits = 1`

async function prepareSession(client: Client): Promise<void> {
  await client.query(format)
  // Limits that the role or the database has of its own would end a build half-way, or a session that only watches.
  await client.query(
    `select pg_catalog.set_config(name, '0', false) from pg_catalog.pg_settings
     where name in ('statement_timeout', 'transaction_timeout', 'idle_session_timeout')`,
  )
  // What looks at every row is in no hurry, and leaves the other cores to the application.
  await client.query('set max_parallel_workers_per_gather = 0')
  // So that a build ends when this process is killed: nobody would clean up after it. Not every platform can.
  await client.query(`set client_connection_check_interval = '1s'`).catch(() => {})
}
