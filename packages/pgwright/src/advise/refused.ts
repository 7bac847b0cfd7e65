import { sqlState } from '../postgres/index.ts'

/**
 * For what is tried beside the indexes, and can be left out: null where the server refuses it. A statement without its
 * literals can be one that PostgreSQL does not take. Anything else is thrown again: a connection that is lost, or a
 * mistake of our own.
 */
export function refusedAsNull(error: unknown): null {
  const code = sqlState(error)
  if (code === undefined || code.startsWith('08') || code.startsWith('57P')) throw error
  return null
}
