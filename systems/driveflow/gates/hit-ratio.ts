import type { Gate } from 'pgwright'

const least = 0.99
const calls = 500

/** The seed says nothing of the tables' own blocks. */
export const indexHitRatio: Gate = {
  id: 'index-hit-ratio',
  title: 'Index hit ratio',
  claim: `> ${least * 100} %`,
  async measure({ play, hitRatios }) {
    // The first calls after indexes were built find the cache empty: a service is long past them.
    await play(calls)
    const { index } = await hitRatios(() => play(calls))
    const percent = index * 100
    return {
      measured: `${percent.toFixed(2)} %`,
      met: index > least,
      figures: [
        {
          id: 'index-hit-ratio',
          title: 'Index hit ratio',
          value: percent,
          unit: '%',
          goal: least * 100,
          better: 'higher',
        },
      ],
    }
  },
}
