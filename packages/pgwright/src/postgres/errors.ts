import pg from 'pg'
import { PgwrightError } from '../model/index.ts'
import { explainDriver, isDriversEncryptionError } from './driver-errors.ts'
import type { Explanation } from './explanation.ts'
import { explainNetwork, isTlsCode } from './network-errors.ts'
import { explainSqlState } from './sqlstates.ts'

/**
 * Any error in the terms of what the user can do about it: by SQLSTATE where the server sent it, else by Node's code.
 * A PgwrightError is passed through. The server's own words are used only where they hold no more than names; its
 * `detail` never, for it quotes rows.
 *
 * @param doing what was being done, as in `connecting to app@localhost:5432/shop`
 */
export function toPgwrightError(error: unknown, doing: string): PgwrightError {
  if (error instanceof PgwrightError) return error
  const { code, reason, hint } = explain(firstOf(error))
  const subject = doing.charAt(0).toUpperCase() + doing.slice(1)
  return new PgwrightError(code, `${subject} failed: ${reason}.`, hint, { cause: error })
}

/** Undefined where the error is not the server's. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** Whether the same server might take the connection with TLS where it had none, or without where it had it. */
export function isEncryptionProblem(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined) return state === '28000' // pg_hba.conf has no line for it
  const first = firstOf(error)
  return first instanceof Error && (isTlsCode(first) || isDriversEncryptionError(first))
}

function explain(error: unknown): Explanation {
  if (!(error instanceof Error)) return internal
  const state = sqlState(error)
  if (state !== undefined) return explainSqlState(state, error.message)
  return explainNetwork(error) ?? explainDriver(error) ?? internal
}

/** Where a name has several addresses, Node tries all and throws the errors together. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
}

const internal: Explanation = {
  code: 'internal',
  reason: 'something went wrong within pgwright',
  hint: 'Run it again with --debug, and report what that prints.',
}
