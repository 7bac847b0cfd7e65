import { formatBytes } from '../../../../model/index.ts'
import { settingCheck } from '../../../facts/settings.ts'

/** Below, the tables that map small pages are small too. */
const largeBytes = 8 * 2 ** 30

export const check = settingCheck({
  id: 'huge-pages-missed',
  title: 'A large cache in small pages',
  category: 'configuration',
  severity: 'info',
  needs: { major: 17 },
  settings: ['huge_pages_status', 'huge_pages', 'shared_buffers'],
  detect: (read) => {
    const bytes = read('shared_buffers').amount ?? 0
    if (read('huge_pages_status').setting !== 'off' || bytes < largeBytes) return null
    // Each process maps each page of 4 kB by an entry of eight bytes.
    return {
      message: `shared_buffers of ${formatBytes(bytes)} lie in small pages (huge_pages = ${read('huge_pages').setting}): each session that touches them all needs up to ${formatBytes(bytes / 512)} to map them.`,
      evidence: { sharedBuffersBytes: bytes, hugePages: read('huge_pages').setting, mapBytesPerSession: bytes / 512 },
      help: 'Reserve huge pages in the system (shared_memory_size_in_huge_pages tells how many), and restart.',
    }
  },
})
