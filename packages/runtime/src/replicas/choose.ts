import type { Lsn } from './lsn.ts'
import type { Replica } from './replica.ts'

export interface Limits {
  readonly maxLagMs: number
  readonly maxLagBytes: number
  /** Null where the read follows no write. */
  readonly after: Lsn | null
}

/**
 * The next one in a smooth round robin, weighted by latency; null where none will do. After a write those that had
 * replayed it by their last probe go first, then any: it may have it by now. Asks nobody.
 */
export function chooseReplica(
  replicas: readonly Replica[],
  limits: Limits,
  tried: ReadonlySet<Replica> | null,
): Replica | null {
  const { after } = limits
  if (after === 0n) return null
  const caughtUp = after === null ? null : next(replicas, limits, tried, after)
  return caughtUp ?? next(replicas, limits, tried, null)
}

function next(
  replicas: readonly Replica[],
  { maxLagMs, maxLagBytes }: Limits,
  tried: ReadonlySet<Replica> | null,
  least: Lsn | null,
): Replica | null {
  let best: Replica | null = null
  let total = 0
  for (const replica of replicas) {
    if (replica.state !== 'ready' || replica.lagMs > maxLagMs || replica.lagBytes > maxLagBytes) continue
    if (least !== null && replica.replayed < least) continue
    if (tried?.has(replica)) continue
    const weight = replica.share / Math.max(replica.latencyMs, 0.05)
    replica.credit += weight
    total += weight
    if (best === null || replica.credit > best.credit) best = replica
  }
  if (best !== null) best.credit -= total
  return best
}
