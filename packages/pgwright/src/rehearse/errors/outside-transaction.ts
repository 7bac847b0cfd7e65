import type { ErrorForm } from './error-form.ts'

/** What PostgreSQL does in several transactions of its own it refuses in one of somebody else's. */
export const outsideTransaction: ErrorForm = {
  codes: ['25001', '2D000'],
  explain({ sql, wrapped, inTransaction, tree }) {
    if (!inTransaction || (tree !== null && 'TransactionStmt' in tree)) return null
    return {
      hint: wrapped
        ? 'Put it into a migration of its own that the tool runs without a transaction.'
        : 'Put it before BEGIN or behind COMMIT.',
      safer: { sql: [sql.trim()], reason: 'It must stand outside a transaction.' },
    }
  },
}
