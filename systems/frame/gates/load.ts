import type { Gate } from 'pgwright'

export interface PoolBound {
  readonly connections: number
  readonly users: number
  readonly requests: number
  /** Mean pause of a user between two requests. */
  readonly thinkMs: number
  /** Of the connections, averaged over the time of the load. */
  readonly share: number
}

/** Many users share a pool, and it is not used up. */
export function poolUse({ connections, users, requests, thinkMs, share }: PoolBound): Gate {
  return {
    id: 'pool-use',
    title: `Pool use with ${users.toLocaleString('en-US')} users`,
    claim: `< ${share * 100} % of ${connections} connections, each user pausing ${thinkMs / 1000} s`,
    async measure({ load }) {
      const { usedShare, failed, completed, p95Ms } = await load({ connections, users, requests, thinkMs })
      return {
        measured: `${(usedShare * 100).toFixed(1)} %, ${completed} requests, p95 ${p95Ms.toFixed(1)} ms`,
        met: usedShare < share && failed === 0,
      }
    },
  }
}

/** Everybody asks at once: nobody is turned away. */
export function concurrentRequests(connections: number, requests: number): Gate {
  return {
    id: 'concurrent-requests',
    title: `${requests.toLocaleString('en-US')} concurrent requests`,
    claim: `none fails, on ${connections} connections`,
    async measure({ load }) {
      const result = await load({ connections, users: requests, requests, thinkMs: 0 })
      const { completed, failed, durationMs } = result
      return {
        measured: `${completed} done, ${failed} failed, ${Math.round(completed / (durationMs / 1000))}/s`,
        met: failed === 0 && completed === requests,
      }
    },
  }
}

export interface RateBound {
  readonly connections: number
  readonly requests: number
  readonly perSecond: number
}

/** As many calls of the workload as the server can do, each connection asking again at once. */
export function transactionRate({ connections, requests, perSecond }: RateBound): Gate {
  return {
    id: 'transaction-rate',
    title: `${perSecond} transactions per second`,
    claim: `at least ${perSecond}/s, on ${connections} connections`,
    async measure({ load }) {
      const { completed, failed, durationMs, p95Ms } = await load({
        connections,
        users: connections,
        requests,
        thinkMs: 0,
      })
      const rate = completed / (durationMs / 1000)
      return {
        measured: `${rate.toFixed(0)}/s, ${completed} done, ${failed} failed, p95 ${p95Ms.toFixed(1)} ms`,
        met: rate >= perSecond && failed === 0,
        figures: [
          { id: 'transaction-rate', title: 'Transactions', value: rate, unit: '/s', goal: perSecond, better: 'higher' },
        ],
      }
    },
  }
}
