import { formatCount, formatMs, formatShare } from '../../../../model/index.ts'
import { counterCheck } from '../../../facts/counted-statements.ts'

const slowMs = 100
/** What takes less of the database's time is hardly worth a look, however slow. */
const notableShare = 0.01
const verySlowMs = 1_000

export const check = counterCheck({
  id: 'slow-statement',
  title: 'Statement that takes long each time',
  severity: 'warning',
  suspect: ({ total_ms, calls }, share) => total_ms / calls >= slowMs && share >= notableShare,
  judge: ({ shown, calls, mean_ms, max_ms, share }) => ({
    severity: mean_ms >= verySlowMs && share >= 0.1 ? 'error' : 'warning',
    message: `A statement takes ${formatMs(mean_ms)} on average, over ${formatCount(calls)} calls and ${formatShare(share)} of the time of all: ${shown}`,
    evidence: { maxMs: max_ms },
    help: 'Look at its plan with explain (analyze, buffers), and ask pgwright advise for an index.',
  }),
})
