import { formatDuration } from '../../../../model/index.ts'
import { alterSystem, settingCheck } from '../../../facts/settings.ts'

/** PostgreSQL's own. */
const usualMs = 300_000

export const check = settingCheck({
  id: 'checkpoint-timeout-short',
  title: 'Checkpoints that come often',
  category: 'configuration',
  severity: 'info',
  settings: ['checkpoint_timeout'],
  detect: (read) => {
    const ms = read('checkpoint_timeout').amount ?? usualMs
    if (ms >= usualMs) return null
    return {
      message: `checkpoint_timeout is ${formatDuration(ms)}, below PostgreSQL's own 5 min: after each checkpoint every page goes to the log as a whole at its first change, and pages that change often are written more often.`,
      evidence: { checkpointTimeoutMs: ms, usualMs },
      help: 'Set checkpoint_timeout to 5 to 15 minutes, as long as recovery after a crash may read.',
      fix: alterSystem('checkpoint_timeout', "'5min'"),
    }
  },
})
