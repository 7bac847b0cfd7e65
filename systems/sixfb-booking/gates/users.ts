import type { Gate } from 'pgwright'

/** The seed wants 75 connections and 150 more for each process; four processes would fit no server. */
const connections = 20
const users = 5_000
/** Between two clicks, on average: 250 requests a second. How many the server can do at most is another gate's. */
const thinkMs = 20_000
const requests = 6_000

export const concurrentUsers: Gate = {
  id: 'concurrent-users',
  title: `${users.toLocaleString('en-US')} concurrent users`,
  claim: `95 % of requests < 200 ms, none fails, on ${connections} connections, each user pausing ${thinkMs / 1000} s`,
  async measure({ load, owner }) {
    const [server] = await owner.query<{ most: number }>(
      `select setting::integer as most from pg_settings where name = 'max_connections'`,
    )
    const most = server?.most ?? 0
    const { completed, failed, durationMs, p95Ms, usedShare } = await load({ connections, users, requests, thinkMs })
    return {
      measured: `p95 ${p95Ms.toFixed(1)} ms, ${completed} done, ${failed} failed, ${Math.round(completed / (durationMs / 1000))}/s; ${(usedShare * 100).toFixed(0)} % of the pool in use, of ${most} connections that the server allows`,
      met: failed === 0 && completed === requests && p95Ms < 200 && connections < most,
    }
  },
}
