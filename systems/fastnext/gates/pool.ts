import type { Gate } from 'pgwright'

/** The pool of the product before, and the size and overflow of the seed's. */
const before = 5
const after = { size: 20, overflow: 40 }

/** A burst, so that every connection of either pool has work. */
const burst = { users: 240, requests: 1200, thinkMs: 0 }

/** Whether the server has room for a pool, for how many processes, and what more connections do for a burst of calls. */
export function poolFits(size: number): Gate {
  return {
    id: 'pool-fits',
    title: `A pool of ${size} connections`,
    claim: `${size} where ${before} were, "12x capacity": the server takes them, and no call fails`,
    async measure({ owner, load }) {
      const [setting] = await owner.query<{ free: number }>(
        `select sum(case when name = 'max_connections' then setting::integer else -setting::integer end)::integer as free
         from pg_settings
         where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')`,
      )
      const free = setting?.free ?? 0
      const room = `room for ${free}: ${(free / size).toFixed(1)} such pools`
      if (free < size) return { measured: room, met: false }
      const small = await load({ ...burst, connections: before })
      const large = await load({ ...burst, connections: size })
      const [slow, fast] = [perSecond(small), perSecond(large)]
      return {
        measured: `${room}; ${slow.toFixed(0)} calls/s by ${before}, ${fast.toFixed(0)} by ${size}, ${large.failed} failed`,
        met: large.failed === 0 && large.completed === burst.requests,
      }
    },
  }
}

export const pool = poolFits(after.size + after.overflow)

function perSecond({ completed, durationMs }: { readonly completed: number; readonly durationMs: number }): number {
  return completed / (durationMs / 1000)
}
