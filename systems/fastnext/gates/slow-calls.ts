import type { Gate, NaiveCalls } from 'pgwright'

const slowMs = 100
const mostSlow = 0.02
const calls = 600

/** Of all calls as they are made, writes too; the naive share is of the queries that are compared. */
export const slowCalls: Gate = {
  id: 'slow-calls',
  title: `Calls over ${slowMs} ms`,
  claim: `35 % before, at most ${mostSlow * 100} % after`,
  async measure({ play, naiveCalls }) {
    const slow = shareOfSlow(await play(calls))
    const before = naiveCalls.length === 0 ? 'not measured' : percent(weightedShare(naiveCalls))
    return {
      measured: `${before} before, ${percent(slow)} of ${calls} calls after`,
      met: slow <= mostSlow,
      figures: [
        {
          id: 'slow-calls',
          title: `calls over ${slowMs} ms`,
          value: slow * 100,
          unit: '%',
          goal: mostSlow * 100,
          better: 'lower',
        },
      ],
    }
  },
}

function weightedShare(calls: readonly NaiveCalls[]): number {
  const total = calls.reduce((sum, { weight }) => sum + weight, 0)
  return calls.reduce((sum, { weight, timesMs }) => sum + weight * shareOfSlow(timesMs), 0) / total
}

function shareOfSlow(timesMs: readonly number[]): number {
  return timesMs.filter((time) => time > slowMs).length / timesMs.length
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
