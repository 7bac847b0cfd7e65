import { formatBytes, formatCount } from '../../../../model/index.ts'
import { counterCheck } from '../../../facts/counted-statements.ts'

const muchBytesPerCall = 2 ** 20
const muchBytes = 16 * 2 ** 20
const veryMuchBytes = 10 * 2 ** 30

export const check = counterCheck({
  id: 'spilling-statement',
  title: 'Statement that sorts or hashes on disk',
  severity: 'info',
  suspect: ({ temp_written, calls, block_bytes }) =>
    temp_written * block_bytes >= muchBytes && (temp_written * block_bytes) / calls >= muchBytesPerCall,
  judge: ({ shown, calls, temp_written, block_bytes }) => {
    const bytes = temp_written * block_bytes
    return {
      severity: bytes >= veryMuchBytes ? 'warning' : 'info',
      message: `A statement wrote ${formatBytes(bytes)} of temporary files in ${formatCount(calls)} calls, ${formatBytes(bytes / calls)} each: ${shown}`,
      evidence: { temporaryBytes: bytes, temporaryBytesPerCall: bytes / calls },
      help: 'Give it an index in the order that it asks for, fewer or narrower rows to sort, or more work_mem for its role.',
    }
  },
})
