import { formatBytes } from '../../../../model/index.ts'
import { settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'effective-cache-size-low',
  title: 'A cache that the planner takes for smaller than it is',
  category: 'configuration',
  severity: 'warning',
  settings: ['effective_cache_size', 'shared_buffers'],
  detect: (read) => {
    const [planned = 0, buffers = 0] = [read('effective_cache_size').amount, read('shared_buffers').amount].map(
      (bytes) => bytes ?? 0,
    )
    if (planned >= buffers) return null
    return {
      message: `effective_cache_size is ${formatBytes(planned)}, less than the ${formatBytes(buffers)} of shared_buffers alone: the planner takes index scans for more expensive than they are.`,
      evidence: { effectiveCacheSizeBytes: planned, sharedBuffersBytes: buffers },
      help: "Set effective_cache_size to what shared_buffers and the system's file cache hold together, often three quarters of the memory.",
    }
  },
})
