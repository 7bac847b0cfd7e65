import { formatMs } from '../../../../model/index.ts'
import { counterCheck } from '../../../facts/counted-statements.ts'

const enoughCalls = 100
const wide = 5
/** Scatter among fractions of a millisecond hurts nobody. */
const slowestMs = 1_000
const notableShare = 0.01

export const check = counterCheck({
  id: 'unsteady-statement',
  title: 'Statement that takes now short and now long',
  severity: 'info',
  suspect: ({ calls, total_ms, max_ms, stddev_ms }, share) =>
    calls >= enoughCalls && share >= notableShare && max_ms >= slowestMs && stddev_ms >= (wide * total_ms) / calls,
  judge: ({ shown, mean_ms, max_ms, stddev_ms }) => ({
    message: `A statement takes ${formatMs(mean_ms)} on average and ${formatMs(max_ms)} at worst, with a deviation of ${formatMs(stddev_ms)}: ${shown}`,
    evidence: { maxMs: max_ms, deviationMs: stddev_ms },
    help: 'Compare its plans for a rare and a frequent value, and look whether it waits for locks.',
  }),
})
