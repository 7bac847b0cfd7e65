import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { RuntimeError } from '../error.ts'
import { chooseReplica } from './choose.ts'
import { Connection } from './connection.ts'
import { Prober } from './probe.ts'
import { Elsewhere, type Read, type ReadWork, readConfig, readOnPrimary, readOnReplica } from './read.ts'
import { Replica, type ReplicaState } from './replica.ts'
import { followsInScope, noteInScope } from './scope-position.ts'
import { rollback } from './statements.ts'
import { laterOf, type Position, tokenCodec } from './token.ts'
import { positionNow, writeOnPrimary } from './write.ts'

export interface ReplicasOptions {
  readonly primary: Pool
  readonly replicas: readonly {
    readonly name: string
    readonly pool: Pool
    /** Reads in proportion to others of the same latency. Default 1. */
    readonly share?: number
  }[]
  /** What tokens are signed with, at least 16 bytes; of several the first signs and all are taken. */
  readonly keys: readonly (string | Uint8Array)[]
  /** A replica that lags more is dropped until it no longer does. Default: none. */
  readonly maxLagMs?: number
  readonly maxLagBytes?: number
  /** How often all are asked how far they are. Default 500. */
  readonly probeIntervalMs?: number
  /** How long a server may take to give a connection, or to answer a probe. Default 1000. */
  readonly timeoutMs?: number
}

export interface ReadOptions {
  /** Any replica that is ready. */
  readonly replica?: boolean
  /** One that lagged no more than this by the last probe. */
  readonly maxLagMs?: number
  readonly maxLagBytes?: number
  /** A token of `write`: the read sees that write. */
  readonly after?: string | null
  /** How long it may wait for a replica to get there, before it goes to the primary. Default 100. */
  readonly waitMs?: number
}

export interface ReplicaStatus {
  readonly name: string
  readonly state: ReplicaState
  readonly lagBytes: number | null
  readonly lagMs: number | null
  readonly latencyMs: number
}

export interface Replicas {
  /** The first round of probes; until it is over all reads go to the primary. */
  ready(): Promise<void>
  /**
   * Runs `work` in a read-only transaction, on the primary where the options ask for no replica. It may be run again on
   * another server, so it does nothing but read. Within a scope it sees all that the scope wrote.
   *
   * @throws RuntimeError `forged` for a token that is not one of the application's; `unavailable`, `timeout`
   */
  read<Result>(work: ReadWork<Result>, options?: ReadOptions): Promise<Result>
  /** One statement, in one round trip. */
  query<Row extends QueryResultRow = QueryResultRow>(
    query: string | QueryConfig,
    values?: readonly unknown[],
    options?: ReadOptions,
  ): Promise<QueryResult<Row>>
  /**
   * Runs `work` in a transaction on the primary. Never run again by the library.
   *
   * @throws RuntimeError `aborted` when a failed statement's error was swallowed
   */
  write<Result>(
    work: (client: PoolClient) => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly token: string }>
  /** For what was written, and committed, by other means. */
  token(): Promise<string>
  /** The scope's reads follow the write of a token from elsewhere, such as a cookie. @throws RuntimeError `forged` */
  follow(token: string): void
  /** Of the latest write that the scope follows, to be sent to the client; undefined where there is none. */
  scopeToken(): string | undefined
  status(): readonly ReplicaStatus[]
  /** Ends the probes. The pools stay as they are. */
  end(): Promise<void>
}

/** @throws RuntimeError `usage` */
export function createReplicas(options: ReplicasOptions): Replicas {
  const { primary, timeoutMs = 1_000, probeIntervalMs = 500 } = options
  const { maxLagMs = Number.POSITIVE_INFINITY, maxLagBytes = Number.POSITIVE_INFINITY } = options
  const codec = tokenCodec(options.keys)
  const replicas = options.replicas.map(({ name, pool, share = 1 }) => new Replica(name, pool, share))
  if (new Set(replicas.map(({ name }) => name)).size < replicas.length) throw sameName()
  const prober = new Prober(primary, replicas, { intervalMs: probeIntervalMs, timeoutMs, maxLagMs, maxLagBytes })
  const first = prober.probe()
  const owner = {}

  const onReplica = async <Result>(replica: Replica, read: Read<Result>, after: Position | null, deadline: number) => {
    const connection = await Connection.take(replica.pool, timeoutMs).catch((error) => {
      const full = error instanceof RuntimeError && replica.pool.idleCount === 0 && replica.pool.waitingCount > 0
      throw new Elsewhere(full ? 'busy' : 'failed', error)
    })
    try {
      const start = performance.now()
      const result = await readOnReplica(connection, read, after, prober.systemId, deadline)
      if (read.query !== null) replica.answered(performance.now() - start)
      return result
    } catch (error) {
      if (error instanceof Elsewhere && ['failed', 'unfit'].includes(error.standing)) connection.discard()
      else await undo(connection)
      throw error
    } finally {
      connection.giveBack()
    }
  }
  const onPrimary = async <Result>(read: Read<Result>): Promise<Result> => {
    const connection = await Connection.take(primary, timeoutMs)
    try {
      return await readOnPrimary(connection, read)
    } catch (error) {
      if (error instanceof Elsewhere) connection.discard()
      else await undo(connection)
      throw error
    } finally {
      connection.giveBack()
    }
  }
  const readAnywhere = async <Result>(read: Read<Result>, readOptions: ReadOptions): Promise<Result> => {
    const given = typeof readOptions.after === 'string' ? codec.decode(readOptions.after) : undefined
    if (wantsReplica(readOptions)) {
      const after = ofCluster(laterOf(followsInScope(owner), given) ?? null, prober.systemId)
      const limits = {
        maxLagMs: readOptions.maxLagMs ?? Number.POSITIVE_INFINITY,
        maxLagBytes: readOptions.maxLagBytes ?? Number.POSITIVE_INFINITY,
        after: after?.lsn ?? null,
      }
      const deadline = performance.now() + (readOptions.waitMs ?? 100)
      const tried = new Set<Replica>()
      for (let next = chooseReplica(replicas, limits, null); next !== null; ) {
        tried.add(next)
        try {
          return await onReplica(next, read, after, deadline)
        } catch (error) {
          if (!(error instanceof Elsewhere)) throw error
          if (error.standing === 'failed') next.drop('unreachable')
          if (error.standing === 'unfit') next.drop('unknown')
          if (error.standing === 'failed' || error.standing === 'unfit') prober.hurry()
        }
        next = chooseReplica(replicas, limits, tried)
      }
    }
    return onPrimary(read).catch((error) => {
      if (!(error instanceof Elsewhere)) throw error
      // Once more: its connection was of before a restart, perhaps.
      if (error.standing === 'unfit') return unavailable(error)
      return onPrimary(read).catch(unavailable)
    })
  }
  const noted = (position: Position): string => {
    noteInScope(owner, position)
    return codec.encode(position)
  }
  const withPrimary = async <Result>(use: (connection: Connection) => Promise<Result>): Promise<Result> => {
    const connection = await Connection.take(primary, timeoutMs)
    try {
      return await use(connection)
    } finally {
      connection.giveBack()
    }
  }
  return {
    ready: () => first,
    read: (work, readOptions = {}) => readAnywhere({ query: null, work }, readOptions),
    query: async (query, values, readOptions = {}) => {
      const config = readConfig(query, values)
      return readAnywhere({ query: config, work: (tx) => tx.query(config) }, readOptions)
    },
    write: async (work) => {
      const { result, position } = await withPrimary((connection) => writeOnPrimary(connection, work))
      return { result, token: noted(position) }
    },
    token: async () => noted(await withPrimary(positionNow)),
    follow: (token) => noteInScope(owner, codec.decode(token)),
    scopeToken: () => {
      const position = followsInScope(owner)
      return position === undefined ? undefined : codec.encode(position)
    },
    status: () => replicas.map(statusOf),
    end: () => prober.end(),
  }
}

/** No replica has what was written in another cluster; nor is it known to have what it can't tell the place of. */
function ofCluster(after: Position | null, systemId: bigint | null): Position | null {
  return after === null || after.systemId === systemId ? after : { ...after, lsn: 0n }
}

function wantsReplica({ replica, maxLagMs, maxLagBytes, after }: ReadOptions): boolean {
  return replica === true || maxLagMs !== undefined || maxLagBytes !== undefined || typeof after === 'string'
}

/** What an error has left open; a connection that does not answer is closed. */
async function undo(connection: Connection): Promise<void> {
  const { failure } = await connection.send([rollback], null, [], 'any')
  if (failure !== null) connection.discard()
}

function statusOf({ name, state, lagBytes, lagMs, latencyMs }: Replica): ReplicaStatus {
  const finite = (value: number) => (Number.isFinite(value) ? value : null)
  return { name, state, lagBytes: finite(lagBytes), lagMs: finite(lagMs), latencyMs }
}

function unavailable(error: unknown): never {
  if (!(error instanceof Elsewhere)) throw error
  if (error.standing === 'busy') throw error.cause
  const what = error.standing === 'failed' ? 'does not answer' : 'takes no writes: it is a standby itself'
  throw new RuntimeError('unavailable', `The primary ${what}.`, 'Look where the pool `primary` connects to.', {
    cause: error.cause,
  })
}

function sameName(): RuntimeError {
  return new RuntimeError('usage', 'Two replicas have the same name.', 'Name each by its own.')
}
