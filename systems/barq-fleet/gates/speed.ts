import type { Gate } from 'pgwright'
import { dashboard } from '../service/dashboard.ts'
import { inTenant } from '../service/tenant.ts'
import { largestTenant } from '../tenants.ts'

export const fastQueries: Gate = {
  id: 'queries-under-100-ms',
  title: 'Queries under 100 ms',
  claim: '95 % of queries < 100 ms',
  async measure({ play }) {
    const times = await play(600)
    const share = times.filter((ms) => ms < 100).length / times.length
    return { measured: `${(share * 100).toFixed(1)} % of ${times.length} calls`, met: share >= 0.95 }
  },
}

export const fastDashboard: Gate = {
  id: 'dashboard-load',
  title: 'Dashboard load',
  claim: '< 2 seconds',
  async measure({ service, dimensions }) {
    const { organizationId } = largestTenant(dimensions)
    const days = { day: '2025-01-05', from: '2024-12-07T00:00:00Z', before: '2025-01-06T00:00:00Z' }
    let slowestMs = 0
    for (let run = 0; run < 20; run++) {
      const start = performance.now()
      await inTenant(service, organizationId, () => dashboard(service, { organizationId, ...days }))
      slowestMs = Math.max(slowestMs, performance.now() - start)
    }
    return { measured: `${slowestMs.toFixed(1)} ms, the slowest of 20`, met: slowestMs < 2000 }
  },
}

export const hitRatio: Gate = {
  id: 'hit-ratios',
  title: 'Index and cache hit ratio',
  claim: 'index > 99 %, cache > 95 %',
  async measure({ play, hitRatios }) {
    const { index, table } = await hitRatios(() => play(600))
    return {
      measured: `index ${(index * 100).toFixed(2)} %, cache ${(table * 100).toFixed(2)} %`,
      met: index > 0.99 && table > 0.95,
    }
  },
}
