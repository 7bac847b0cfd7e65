import { formatMs, formatShare } from '../../../../model/index.ts'
import { counterCheck } from '../../../facts/counted-statements.ts'

const enoughCalls = 20
const largeShare = 0.3
const notableShare = 0.01

export const check = counterCheck({
  id: 'jit-heavy-statement',
  title: 'Statement that is compiled for longer than it gains',
  severity: 'warning',
  extensionVersion: '1.10',
  suspect: ({ calls, total_ms, jit_ms }, share) =>
    calls >= enoughCalls && share >= notableShare && (jit_ms ?? 0) / total_ms >= largeShare,
  judge: ({ shown, calls, mean_ms, total_ms, jit_ms }) => ({
    message: `Of ${formatMs(mean_ms)} a call ${formatShare((jit_ms ?? 0) / total_ms)} go into compiling a statement anew each time: ${shown}`,
    evidence: { jitMsPerCall: (jit_ms ?? 0) / calls },
    help: 'Turn jit off for its role, or raise jit_above_cost; first see whether its estimated cost is far too high.',
  }),
})
