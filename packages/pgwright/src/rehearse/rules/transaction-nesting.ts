import type { Node } from '../../sql/index.ts'
import type { Rule } from '../rule.ts'

const begins = new Set(['TRANS_STMT_BEGIN', 'TRANS_STMT_START'])
const ends = new Set(['TRANS_STMT_COMMIT', 'TRANS_STMT_ROLLBACK'])

export const transactionNesting: Rule = {
  id: 'transaction-nesting',
  title: 'transaction within a transaction, of which PostgreSQL has none',
  severity: 'warning',
  detect({ tree, inTransaction, wrapped, file, earlier }) {
    if (tree === null || !('TransactionStmt' in tree)) return []
    const { kind = '' } = tree.TransactionStmt
    const about = { object: file, objectType: 'file' }
    if (begins.has(kind) && inTransaction)
      return [
        {
          ...about,
          message: 'A transaction is open already, so that this only warns.',
          help: wrapped ? 'Leave it away: the tool runs the file in a transaction.' : 'Leave it away.',
        },
      ]
    if (ends.has(kind) && wrapped && !isOpen(earlier()))
      return [
        {
          ...about,
          message:
            'It ends the transaction in which the tool runs the file: what comes after it is not taken back when it fails.',
          help: 'Leave it away, or have the tool run the file without a transaction.',
        },
      ]
    if (ends.has(kind) && !inTransaction)
      return [{ ...about, message: 'No transaction is open, so that this only warns.', help: 'Leave it away.' }]
    return []
  },
}

/** Whether the file has begun a transaction of its own. */
function isOpen(earlier: readonly Node[]): boolean {
  const last = earlier.findLast((node) => 'TransactionStmt' in node)
  return last !== undefined && 'TransactionStmt' in last && begins.has(last.TransactionStmt.kind ?? '')
}
