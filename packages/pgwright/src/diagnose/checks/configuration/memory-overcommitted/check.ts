import { formatBytes } from '../../../../model/index.ts'
import { settingCheck } from '../../../facts/settings.ts'

/** Not all sessions sort at once, and few have several sorts: past this even a part of them is too much. */
const times = 4

export const check = settingCheck({
  id: 'memory-overcommitted',
  title: 'More memory promised than there is',
  category: 'configuration',
  severity: 'warning',
  settings: ['work_mem', 'max_connections', 'effective_cache_size'],
  detect: (read) => {
    const planned = read('effective_cache_size')
    // What somebody set tells how much memory there is; the default tells nothing.
    if (planned.source === 'default' || planned.amount === null) return null
    const [each, sessions] = [read('work_mem').amount ?? 0, Number(read('max_connections').setting)]
    if (each * sessions <= planned.amount * times) return null
    return {
      message: `work_mem is ${formatBytes(each)} for each sort of ${sessions} connections, ${formatBytes(each * sessions)} in all, and effective_cache_size says that the server has about ${formatBytes(planned.amount)} for its data: a busy hour can end it for lack of memory.`,
      evidence: { workMemBytes: each, maxConnections: sessions, effectiveCacheSizeBytes: planned.amount },
      help: 'Lower work_mem for all and raise it for the roles that need it, or lower max_connections.',
    }
  },
})
