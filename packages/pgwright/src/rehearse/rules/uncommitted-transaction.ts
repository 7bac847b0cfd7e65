import type { Rule } from '../rule.ts'

export const uncommittedTransaction: Rule = {
  id: 'uncommitted-transaction',
  title: 'transaction that the file begins and does not end',
  severity: 'error',
  detect({ tree, later, wrapped, file }) {
    if (tree === null || !('TransactionStmt' in tree) || wrapped) return []
    const { kind } = tree.TransactionStmt
    if (kind !== 'TRANS_STMT_BEGIN' && kind !== 'TRANS_STMT_START') return []
    const ended = later().some(
      (node) =>
        'TransactionStmt' in node &&
        ['TRANS_STMT_COMMIT', 'TRANS_STMT_ROLLBACK', 'TRANS_STMT_PREPARE'].includes(node.TransactionStmt.kind ?? ''),
    )
    if (ended) return []
    return [
      {
        object: file,
        objectType: 'file',
        message: 'Nothing of it is kept where the session ends, and its locks are held until then.',
        help: 'End the file with COMMIT.',
      },
    ]
  },
}
