import { setTimeout } from 'node:timers/promises'
import type { Connection, Gate, Load } from 'pgwright'

/** Of the samples that find somebody waiting for somebody else's lock. */
const mostShare = 0.02
const pauseMs = 5

/**
 * Looks again and again, while a load runs, whether a session waits for a lock of another. `pg_blocking_pids` knows who
 * holds what a session waits for; a join of pg_locks with itself needs every column of a lock's identity.
 */
export function blocking(load: Load): Gate {
  return {
    id: 'blocking',
    title: 'Sessions waiting for a lock',
    claim: `hardly any: < ${mostShare * 100} % of the samples, under ${load.users} users`,
    async measure({ load: run, owner }) {
      const ended = { now: false }
      const sampling = sampleWaiters(owner, () => ended.now)
      const { completed, failed } = await run(load).finally(() => {
        ended.now = true
      })
      const { samples, waiting } = await sampling
      const percent = (100 * waiting) / samples
      return {
        measured: `${percent.toFixed(2)} % of ${samples} samples, ${completed} requests`,
        met: samples > 0 && percent / 100 < mostShare && failed === 0,
        figures: [
          {
            id: 'blocking-share',
            title: 'Samples with a waiter',
            value: percent,
            unit: '%',
            goal: mostShare * 100,
            better: 'lower',
          },
        ],
      }
    },
  }
}

async function sampleWaiters(owner: Connection, ended: () => boolean) {
  let samples = 0
  let waiting = 0
  while (!ended()) {
    const [row] = await owner.query<{ waiters: number }>(
      `select count(*)::integer as waiters from pg_stat_activity
       where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`,
    )
    samples++
    if ((row?.waiters ?? 0) > 0) waiting++
    await setTimeout(pauseMs)
  }
  return { samples, waiting }
}
