import type { Call } from './calls.ts'
import type { Connection, GateContext, Load, LoadResult, Random } from './system.ts'
import { quantile, timed } from './timing.ts'

/** Many users share a pool's connections; who finds none free waits for one, first come first served. */
export async function runLoad(
  { connections, users, requests, thinkMs }: Load,
  open: GateContext['pool'],
  draw: () => Call,
  random: Random,
): Promise<LoadResult> {
  const pool = await open(connections)
  const free = [...pool.connections]
  const waiting: ((db: Connection) => void)[] = []
  const latenciesMs: number[] = []
  let started = 0
  let failed = 0
  let busyMs = 0

  async function request(): Promise<void> {
    const askedAt = performance.now()
    const db = free.pop() ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)))
    const takenAt = performance.now()
    try {
      await draw()(db)
      latenciesMs.push(performance.now() - askedAt)
    } catch {
      failed++
    }
    busyMs += performance.now() - takenAt
    const next = waiting.shift()
    if (next === undefined) free.push(db)
    else next(db)
  }

  async function user(): Promise<void> {
    while (started < requests) {
      started++
      if (thinkMs > 0) await new Promise((resolve) => setTimeout(resolve, random.integer(0, 2 * thinkMs)))
      await request()
    }
  }

  try {
    const durationMs = await timed(() => Promise.all(Array.from({ length: users }, user)))
    const usedShare = busyMs / (connections * durationMs)
    return { completed: latenciesMs.length, failed, durationMs, usedShare, p95Ms: quantile(latenciesMs, 0.95) }
  } finally {
    await pool.close()
  }
}
