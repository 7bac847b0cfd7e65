import { formatBytes, formatCount } from '../../../../model/index.ts'
import { counterCheck } from '../../../facts/counted-statements.ts'
import { aggregatesRows } from '../../../facts/statement-of.ts'

const manyBlocks = 500
const enoughCalls = 10
const notableShare = 0.01

export const check = counterCheck({
  id: 'reading-much',
  title: 'Statement that reads far more than it returns',
  severity: 'info',
  suspect: ({ calls, hit, read, rows }, share) =>
    calls >= enoughCalls && share >= notableShare && (hit + read) / Math.max(calls, rows) >= manyBlocks,
  judge: (statement) => {
    const { shown, kind, calls, rows, hit, read, block_bytes } = statement
    // A count or a sum has to read what it tells of; what is inserted into is read through its indexes.
    if (kind === 'insert' || kind === 'merge' || aggregatesRows(statement)) return null
    const blocks = hit + read
    return {
      message: `A statement reads ${formatBytes((blocks / calls) * block_bytes)} of blocks a call for ${formatCount(rows / calls)} rows: ${shown}`,
      evidence: { blocksPerCall: blocks / calls, rowsPerCall: rows / calls },
      help: 'Look with explain (analyze, buffers) for rows removed by a filter, and ask pgwright advise for an index.',
    }
  },
})
