import { formatCount, formatMs } from '../../../../model/index.ts'
import { counterCheck } from '../../../facts/counted-statements.ts'
import { isLimited } from '../../../facts/statement-of.ts'

const manyRows = 10_000
const enoughCalls = 20
const notableShare = 0.01

export const check = counterCheck({
  id: 'rows-many-per-call',
  title: 'Statement that returns more rows than anybody looks at',
  severity: 'info',
  suspect: ({ calls, rows }, share) => calls >= enoughCalls && rows / calls >= manyRows && share >= notableShare,
  judge: (statement) => {
    const { shown, kind, calls, rows, mean_ms } = statement
    if (kind !== 'select' || isLimited(statement)) return null
    return {
      message: `A statement without a limit returns ${formatCount(rows / calls)} rows a call, ${formatCount(calls)} times, in ${formatMs(mean_ms)} before they are sent: ${shown}`,
      evidence: { rowsPerCall: rows / calls },
      help: 'Ask for a page of it by key, or for the sum in place of the rows; take the rest with a cursor or copy.',
    }
  },
})
