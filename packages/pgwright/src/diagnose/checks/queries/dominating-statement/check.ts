import { formatCount, formatDuration, formatMs, formatShare } from '../../../../model/index.ts'
import { counterCheck } from '../../../facts/counted-statements.ts'

const largeShare = 0.3
/** Of a database that does nothing, something takes most. */
const busyMs = 600_000

export const check = counterCheck({
  id: 'dominating-statement',
  title: 'Statement that takes a large part of all time',
  severity: 'info',
  suspect: ({ all_ms }, share) => share >= largeShare && all_ms >= busyMs,
  judge: ({ shown, calls, total_ms, mean_ms, share }) => ({
    message: `One statement takes ${formatShare(share)} of this database's execution time, ${formatDuration(total_ms)} in ${formatCount(calls)} calls of ${formatMs(mean_ms)}: ${shown}`,
    evidence: {},
    help: 'Begin with it: call it less, cache what it gives, or make it cheaper.',
  }),
})
