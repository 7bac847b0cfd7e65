import { dimension } from '@pgwright/system-frame'
import type { Gate } from 'pgwright'

/** The seed wants 75 connections and 150 more for one process, which is more than the server has. */
const connections = 20
/** Of all users together; how many the server can do at most is another gate's. */
const requestsPerSecond = 300

export const concurrentUsers: Gate = {
  id: 'concurrent-users',
  title: 'Concurrent users',
  claim: `5,000 at medium scale: none fails, 95 % of requests < 200 ms, on ${connections} connections, at ${requestsPerSecond} requests a second`,
  async measure({ load, owner, dimensions }) {
    const [server] = await owner.query<{ most: number }>(
      `select setting::integer as most from pg_settings where name = 'max_connections'`,
    )
    const most = server?.most ?? 0
    const users = dimension(dimensions, 'users')
    // Each asks once, after a pause of up to twice the mean.
    const thinkMs = (1000 * users) / requestsPerSecond / 2
    const { completed, failed, p95Ms, usedShare } = await load({ connections, users, requests: users, thinkMs })
    return {
      measured: `${users} users, ${failed} requests failed, p95 ${p95Ms.toFixed(1)} ms; ${(usedShare * 100).toFixed(0)} % of the pool in use, of ${most} connections that the server allows`,
      met: failed === 0 && completed === users && p95Ms < 200 && connections < most,
    }
  },
}
