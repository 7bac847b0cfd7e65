import { formatBytes, formatCount, formatShare } from '../../../../model/index.ts'
import { counterCheck } from '../../../facts/counted-statements.ts'

const muchBytes = 10 * 2 ** 30
const largeShare = 0.5
const notableShare = 0.01

export const check = counterCheck({
  id: 'cache-missing-statement',
  title: 'Statement whose blocks are seldom in memory',
  severity: 'info',
  suspect: ({ hit, read, block_bytes }, share) =>
    share >= notableShare && read * block_bytes >= muchBytes && read / (hit + read) >= largeShare,
  judge: ({ shown, calls, hit, read, block_bytes }) => ({
    message: `${formatShare(read / (hit + read))} of the blocks of a statement were not in shared buffers, ${formatBytes((read * block_bytes) / calls)} in each of ${formatCount(calls)} calls: ${shown}`,
    evidence: { blocksRead: read, blocksHit: hit, bytesReadPerCall: (read * block_bytes) / calls },
    help: 'Have it read less, by an index or a narrower one that covers it; only then give the server more memory.',
  }),
})
