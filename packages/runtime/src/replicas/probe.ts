import type { Pool } from 'pg'
import type { OwnStatement } from '../wire/index.ts'
import { Connection, within } from './connection.ts'
import { PrimaryLog } from './lag.ts'
import { type Lsn, parseLsn } from './lsn.ts'
import type { Replica, ReplicaState } from './replica.ts'
import { probedPrimary, probedReplica } from './statements.ts'

export interface ProbeOptions {
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly maxLagMs: number
  readonly maxLagBytes: number
}

interface Probed {
  readonly row: readonly (string | null)[]
  readonly systemId: bigint | null
  readonly ms: number
}

/** Asks all servers again and again how far they are, and judges the replicas by it. */
export class Prober {
  readonly #primary: Pool
  readonly #replicas: readonly Replica[]
  readonly #options: ProbeOptions
  readonly #log = new PrimaryLog()
  #systemId: bigint | null = null
  /** Whether the primary told its place in this round. */
  #fresh = false
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | null = null
  #ended = false

  constructor(primary: Pool, replicas: readonly Replica[], options: ProbeOptions) {
    this.#primary = primary
    this.#replicas = replicas
    this.#options = options
  }

  /** The primary's cluster; null until it was reached. */
  get systemId(): bigint | null {
    return this.#systemId
  }

  /** One round, now; it is the one that runs where there is one. */
  probe(): Promise<void> {
    this.#running ??= this.#round().finally(() => {
      this.#running = null
      this.#plan()
    })
    return this.#running
  }

  /** Soon, because a read has found that something changed. */
  hurry(): void {
    if (!this.#ended && this.#running === null) this.#plan(this.#options.intervalMs / 10)
  }

  async end(): Promise<void> {
    this.#ended = true
    clearTimeout(this.#timer)
    await this.#running
  }

  #plan(ms = this.#options.intervalMs): void {
    clearTimeout(this.#timer)
    if (this.#ended) return
    // With jitter, so that many processes do not ask at the same time.
    this.#timer = setTimeout(() => void this.probe(), ms * (0.75 + Math.random() / 2))
    this.#timer.unref()
  }

  /** The replicas first: then none of them can be further than the primary is seen to be afterwards. */
  async #round(): Promise<void> {
    const told = await Promise.all(this.#replicas.map(({ pool }) => this.#ask(pool, probedReplica)))
    const primary = await this.#ask(this.#primary, probedPrimary)
    this.#fresh = primary !== null
    if (primary !== null) {
      if (primary.systemId !== this.#systemId) this.#log.forget()
      this.#systemId = primary.systemId
      this.#log.add(performance.now(), parseLsn(primary.row[0]))
    }
    for (const [i, replica] of this.#replicas.entries()) this.#judge(replica, told[i] ?? null)
  }

  #judge(replica: Replica, told: Probed | null): void {
    const state = this.#stateOf(told)
    if (told !== null) replica.answered(told.ms)
    if (state === 'ready') this.#measure(replica, parseLsn(told?.row[1]))
    else replica.drop(state)
  }

  #stateOf(told: Probed | null): ReplicaState {
    if (told === null) return 'unreachable'
    const [recovering, , paused] = told.row
    if (recovering !== 't') return 'promoted'
    if (this.#systemId === null) return 'unknown'
    if (told.systemId !== this.#systemId) return 'foreign'
    return paused === 't' ? 'paused' : 'ready'
  }

  #measure(replica: Replica, replayed: Lsn): void {
    const latest = this.#log.latest ?? 0n
    replica.replayed = replayed
    // Without places in the log nothing can be said of its lag: only reads that set no limit go there.
    const comparable = latest > 0n && replayed > 0n
    const bytes = latest - replayed
    replica.lagBytes = comparable ? Math.max(0, Number(bytes)) : Number.POSITIVE_INFINITY
    const lagMs = this.#log.lagMs(replayed, performance.now(), this.#fresh)
    replica.lagMs = comparable ? lagMs : Number.POSITIVE_INFINITY
    const { maxLagBytes, maxLagMs } = this.#options
    // While the primary can't be asked its last place is old, and a replica may well be further.
    if (comparable && bytes < 0n && this.#fresh) replica.drop('diverged')
    else if (comparable && (replica.lagBytes > maxLagBytes || replica.lagMs > maxLagMs)) replica.state = 'lagging'
    else replica.state = 'ready'
  }

  async #ask(pool: Pool, statement: OwnStatement): Promise<Probed | null> {
    const { timeoutMs } = this.#options
    let connection: Connection | undefined
    try {
      connection = await Connection.take(pool, timeoutMs)
      const start = performance.now()
      const asked = connection.send([statement], null, [], 'idle')
      const { rows, failure } = await within(asked, timeoutMs, 'the server gave no answer')
      const row = rows.get(0)
      if (failure !== null || row === undefined) {
        connection.discard()
        return null
      }
      connection.giveBack()
      return { row, systemId: connection.systemId, ms: performance.now() - start }
    } catch {
      connection?.discard()
      return null
    }
  }
}
