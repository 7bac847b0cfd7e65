import { formatShare } from '../../../../model/index.ts'
import { settingCheck } from '../../../facts/settings.ts'

const lowShare = 0.7

export const check = settingCheck({
  id: 'checkpoint-completion-target-low',
  title: 'Checkpoints that write in a burst',
  category: 'configuration',
  severity: 'info',
  settings: ['checkpoint_completion_target'],
  detect: (read) => {
    const target = Number(read('checkpoint_completion_target').setting)
    if (target >= lowShare) return null
    return {
      message: `checkpoint_completion_target is ${target}: a checkpoint writes within ${formatShare(target)} of the time to the next one, and the disk idles for the rest. It was the default before PostgreSQL 14.`,
      evidence: { setting: target, usual: 0.9 },
      help: 'Reset it to 0.9, so that writes are spread.',
      fix: ['alter system reset checkpoint_completion_target', 'select pg_reload_conf()'],
    }
  },
})
