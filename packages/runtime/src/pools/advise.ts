import type { GuardedPool } from './guarded-pool.ts'
import { busy, connectionsFor, type Load, shareWaiting } from './queueing.ts'
import { type ServerLimits, serverLimits } from './server-limits.ts'

export interface AdviseOptions {
  /** Default: the pool's. At most at one time, those that overlap in a deployment included. */
  readonly instances?: number
  /** Cores of the database server. No statement of SQL tells them. */
  readonly cores?: number
  /** The busiest time to come, over the busiest ten seconds that were measured. Default: 1.2. */
  readonly headroom?: number
  /** How long one of twenty requests may wait at the busiest time. Default: the mean time that a connection is held. */
  readonly waitMs?: number
}

export interface Advice {
  /** For each instance: what it needs, or what the server has for it where that is less. Null before enough was measured. */
  readonly size: number | null
  /** For each instance, whatever the server has. */
  readonly needed: number | null
  /** What the server has for all instances. */
  readonly available: number
  readonly server: ServerLimits
  /** Of this instance. */
  readonly measured: {
    readonly requests: number
    readonly meanPerSecond: number
    readonly peakPerSecond: number
    readonly meanHoldMs: number | null
  }
  /** Behind PgBouncer: its `default_pool_size` for this application; else null. */
  readonly poolerSize: number | null
  readonly reasons: readonly string[]
  readonly warnings: readonly string[]
}

const fewestRequests = 100
const waitingShare = 0.05
/** A server does little more at once than this times its cores; a rule of thumb, and told as such. */
const busyPerCore = 2

export async function advise(pool: GuardedPool, options: AdviseOptions): Promise<Advice> {
  const { settings, measured } = pool
  // Asked first, for the answer itself is measured too.
  const load = loadOf(pool, options.headroom ?? 1.2)
  const server = (await serverLimits(pool, settings.applicationName)) ?? { maxConnections: 0, reserved: 0, others: 0 }
  const instances = options.instances ?? settings.instances
  const free = server.maxConnections - server.reserved - server.others
  const available = Math.max(0, Math.min(free, settings.maxConnections ?? free))
  const reasons = [
    `The server takes ${server.maxConnections} connections: ${server.reserved} are reserved, ${server.others} taken by others, ${available} are for this application.`,
  ]
  const warnings: string[] = []
  const rates = measured.arrivals.rates(performance.now())
  const facts = {
    requests: measured.hold.count,
    meanPerSecond: rates.mean,
    peakPerSecond: rates.peak,
    meanHoldMs: measured.hold.count === 0 ? null : measured.hold.meanMs,
  }
  const isPooled = settings.mode === 'pgbouncer'
  warnOfTotal(settings.size, instances, available, isPooled, warnings)
  if (measured.hold.count < fewestRequests) {
    reasons.push(
      `Only ${measured.hold.count} requests were measured, fewer than ${fewestRequests}: too few to say more.`,
    )
    return { size: null, needed: null, available, server, measured: facts, poolerSize: null, reasons, warnings }
  }
  const waitMs = options.waitMs ?? Math.max(1, load.meanHoldMs)
  const needed = Math.max(settings.mode === 'serverless' ? 1 : 2, connectionsFor(load, waitMs, waitingShare))
  const share = isPooled ? needed : Math.floor(available / instances)
  const size = Math.max(1, Math.min(needed, share))
  reasons.push(
    `At the busiest, ${round(load.rate)} requests a second (with headroom) hold a connection for ${round(load.meanHoldMs)} ms: ${round(busy(load))} are busy at once.`,
    `With ${needed}, ${percent(shareWaiting(load, needed, waitMs))} of the requests wait for longer than ${round(waitMs)} ms, if they come at random.`,
  )
  if (size < needed)
    warnings.push(
      `The server has ${share} for each of ${instances} instances, which need ${needed}: with ${size}, ${percent(shareWaiting(load, size, waitMs))} of the requests wait for longer than ${round(waitMs)} ms. PgBouncer lets them share.`,
    )
  if (measured.waitTimeouts > 0 || measured.refused > 0)
    warnings.push(
      `${measured.refused} requests got no connection, so that more may be asked for than was measured: measure again with the new size.`,
    )
  const all = { ...load, rate: load.rate * instances }
  adviseOfCores(all, options.cores, reasons, warnings)
  const poolerSize = isPooled ? connectionsFor(all, waitMs, waitingShare) : null
  if (poolerSize !== null) {
    reasons.push(`PgBouncer needs ${poolerSize} connections of the server for all ${instances} instances.`)
    if (poolerSize > available)
      warnings.push(`PgBouncer would need ${poolerSize} connections of the server, which has ${available}.`)
  }
  return { size, needed, available, server, measured: facts, poolerSize, reasons, warnings }
}

function loadOf({ measured }: GuardedPool, headroom: number): Load {
  const { hold, arrivals } = measured
  return {
    rate: arrivals.rates(performance.now()).peak * headroom,
    meanHoldMs: hold.meanMs,
    squaredVariation: hold.squaredVariation,
  }
}

function warnOfTotal(size: number, instances: number, available: number, isPooled: boolean, warnings: string[]): void {
  if (isPooled || size * instances <= available) return
  warnings.push(
    `${instances} instances with ${size} connections each take up to ${size * instances}, and the server has ${available} for them: the last ones will be refused.`,
  )
}

function adviseOfCores(all: Load, cores: number | undefined, reasons: string[], warnings: string[]): void {
  if (cores === undefined) {
    reasons.push("The server's cores are not known, so nothing is said of how much it can do at once.")
    return
  }
  const most = cores * busyPerCore
  const offered = busy(all)
  if (offered > most)
    warnings.push(
      `All instances keep ${round(offered)} connections busy at once; by the usual rule a server with ${cores} cores does at most about ${most} well. More connections would make each slower: shorten what holds them.`,
    )
  else reasons.push(`All instances keep ${round(offered)} busy at once, within the usual ${most} for ${cores} cores.`)
}

function round(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)))
}

function percent(share: number): string {
  return `${round(share * 100)} %`
}
