import type { ClientBase } from 'pg'
import type { Finding, InspectResult, Skipped } from '../model/index.ts'
import { sqlState, toPgwrightError } from '../postgres/index.ts'
import type { Check, Defect, SqlCheck } from './check.ts'
import { byWorst, findingOf } from './finding.ts'
import { Metered } from './metered.ts'
import { lacking } from './needs.ts'
import { readServer, type Server } from './server.ts'

export type Inspection = Omit<InspectResult, 'schemaVersion' | 'suppressed'>

export interface InspectOptions {
  /** The session is with the twin of a snapshot. */
  readonly offline?: boolean
  /** Told before each check. */
  readonly onCheck?: (done: number, all: number) => void
}

/** Runs the checks one after the other, each on the state that the client's transaction sees. */
export async function inspect(
  client: ClientBase,
  checks: readonly Check[],
  { offline = false, onCheck }: InspectOptions = {},
): Promise<Inspection> {
  const metered = new Metered(client)
  const server = await metered.measure(() => readServer(client, offline))
  const findings: Finding[] = []
  const skipped: Skipped[] = []
  const passed: string[] = []
  for (const [done, check] of checks.entries()) {
    onCheck?.(done, checks.length)
    const { defects, reason } = await outcomeOf(check, server, metered)
    findings.push(...defects.map((defect) => findingOf(check, defect)))
    if (reason !== null) skipped.push({ checkId: check.id, reason })
    else if (defects.length === 0) passed.push(check.id)
  }
  return {
    source: {
      database: server.database,
      serverVersion: server.version,
      role: server.role,
      takenAt: server.now.toISOString(),
      statsSince: server.statsSince?.toISOString() ?? null,
    },
    findings: findings.sort(byWorst),
    skipped,
    passed,
    cost: metered.cost,
  }
}

interface Outcome {
  readonly defects: readonly Defect[]
  /** Why not all was looked at; null: it was. */
  readonly reason: string | null
}

async function outcomeOf(check: Check, server: Server, metered: Metered): Promise<Outcome> {
  const reason = lacking(check, server)
  if (reason !== null) return { defects: [], reason }
  if (check.reads === 'catalog' || check.reads === 'server') return ofRows(check, server, metered)
  return { defects: [], reason: 'No workload was read.' }
}

async function ofRows(check: SqlCheck, server: Server, metered: Metered): Promise<Outcome> {
  let rows: Record<string, unknown>[]
  try {
    ;({ rows } = await metered.query(check.sql(server)))
  } catch (error) {
    return { defects: [], reason: refusalOf(error) }
  }
  const read = rows.map((row) => check.row.parse(row))
  return { defects: check.detect(read, server), reason: check.blind?.(read, server) ?? null }
}

const insufficientPrivilege = '42501'
const queryCanceled = '57014'
const lockNotAvailable = '55P03'

/**
 * What a server may say to a check that is no mistake of the check's.
 *
 * @throws whatever else went wrong
 */
function refusalOf(error: unknown): string {
  switch (sqlState(error)) {
    case insufficientPrivilege:
      return 'The role may not see it: grant pg_monitor to it.'
    case queryCanceled:
      return 'It took longer than a check may keep the server busy.'
    case lockNotAvailable:
      return 'Another session holds a lock on what it reads.'
    default:
      throw toPgwrightError(error, 'running a check')
  }
}
