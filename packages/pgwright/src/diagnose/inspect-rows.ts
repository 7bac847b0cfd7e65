import { sqlState, toPgwrightError } from '../postgres/index.ts'
import type { Check, SqlCheck } from './check.ts'
import { type CheckOutcome, skip } from './check-outcome.ts'
import { lacking } from './needs.ts'
import type { Server } from './server.ts'

/** Runs one statement of ours, so that a refusal leaves the session as it was. */
export type ReadRows = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** Several checks read the same, and are told the same. */
export function readOnce(read: ReadRows): ReadRows {
  const known = new Map<string, ReturnType<ReadRows>>()
  return (sql) => {
    const rows = known.get(sql) ?? read(sql)
    known.set(sql, rows)
    return rows
  }
}

export function readsRows(check: Check): check is SqlCheck {
  return check.reads === 'catalog' || check.reads === 'server'
}

/**
 * What a check finds in what the server tells.
 *
 * @throws PgwrightError `connection` where the session is lost
 */
export async function inspectRows(check: SqlCheck, server: Server, read: ReadRows): Promise<CheckOutcome> {
  const reason = lacking(check, server)
  if (reason !== null) return skip(check, reason)
  try {
    const rows = (await read(check.sql(server))).map((row) => check.row.parse(row))
    return { check, defects: check.detect(rows, server), reason: check.blind?.(rows, server) ?? null }
  } catch (error) {
    return skip(check, refusalOf(error))
  }
}

/** Of a check whose rows are not what it takes: never the server's fault. */
export const notUnderstood = 'The server told something that pgwright does not understand: please report this.'

const insufficientPrivilege = '42501'
const queryCanceled = '57014'
const lockNotAvailable = '55P03'
const objectNotInPrerequisiteState = '55000'

/** Forks and managed servers refuse what PostgreSQL allows: one check less, and the others go on. */
function refusalOf(error: unknown): string {
  const state = sqlState(error)
  switch (state) {
    case insufficientPrivilege:
      return 'The role may not see what it reads: grant pg_monitor to it.'
    case queryCanceled:
      return 'It took longer than a check may keep the server busy.'
    case lockNotAvailable:
      return 'Another session holds a lock on what it reads.'
    case objectNotInPrerequisiteState:
      return 'The server has not loaded the library of an extension that it reads: see shared_preload_libraries.'
    case undefined:
      break
    default:
      if (toPgwrightError(error, 'running a check').code === 'connection') throw error
      return `The server refuses what it asks (SQLSTATE ${state}).`
  }
  const { code } = toPgwrightError(error, 'running a check')
  if (code === 'connection') throw error
  return notUnderstood
}
