import { formatBytes, formatShare } from '../../../../model/index.ts'
import { counterCheck } from '../../../facts/counted-statements.ts'

const largeShare = 0.5
const muchBytes = 50 * 2 ** 30

export const check = counterCheck({
  id: 'wal-heavy-statement',
  title: 'Statement that writes most of the log',
  severity: 'info',
  suspect: ({ wal_bytes, all_wal_bytes }) => wal_bytes >= muchBytes && wal_bytes / all_wal_bytes >= largeShare,
  judge: ({ shown, calls, rows, wal_bytes, all_wal_bytes }) => ({
    message: `One statement writes ${formatShare(wal_bytes / all_wal_bytes)} of this database's log, ${formatBytes(wal_bytes / calls)} a call: ${shown}`,
    evidence: { walBytes: wal_bytes, walBytesPerCall: wal_bytes / calls, rowsPerCall: rows / calls },
    help: 'Write fewer rows or fewer indexes: skip updates that change nothing, leave room on pages with fillfactor, drop unused indexes.',
  }),
})
