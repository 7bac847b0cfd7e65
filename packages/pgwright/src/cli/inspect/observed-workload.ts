import type { ClientBase } from 'pg'
import { advise } from '../../advise/index.ts'
import {
  type Check,
  type InspectedWorkload,
  inspectedStatements,
  readsRows,
  relationNames,
} from '../../diagnose/index.ts'
import { type Gap, PgwrightError, type Snapshot, type Workload } from '../../model/index.ts'
import { observe, observeCounted } from '../../observe/index.ts'
import { toPgwrightError } from '../../postgres/index.ts'

/** So many of the statements that take most time are planned on the twin. */
const mostPlanned = 50
/** For the twin and the advice: what can be found in so long is worth a look at `advise`. */
const adviceMs = 8_000

export interface Observed {
  /** Null where it could not be read. */
  readonly workload: Workload | null
  readonly gaps: readonly Gap[]
  /** Of the relations that the workload names; null where that was not asked for. */
  readonly snapshot: Snapshot | null
  /** Why what planning needs, or the workload itself, could not be read; null where it was, or nobody asked. */
  readonly failure: string | null
}

export function readsWorkload(check: Check): boolean {
  return !readsRows(check) && check.reads !== 'measured'
}

/**
 * The workload, and what planning it needs, where some check asks for it. What the server is too slow for is told and left
 * out: all else that was seen is worth as much without it.
 *
 * @throws PgwrightError `connection` where the session is lost
 */
export async function observeFor(client: ClientBase, checks: readonly Check[]): Promise<Observed> {
  const nothing: Observed = { workload: null, gaps: [], snapshot: null, failure: null }
  if (!checks.some(readsWorkload)) return nothing
  let seen = nothing
  try {
    seen = { ...seen, ...(await observeCounted(client)) }
    if (seen.workload === null || seen.workload.statements.length === 0 || !checks.some(needsTwin)) return seen
    const heaviest = heaviestOf(seen.workload)
    const named = relationNames(heaviest.statements)
    return { ...seen, snapshot: await observe(client, { workload: heaviest, named }) }
  } catch (error) {
    const { code, message } = toPgwrightError(error, 'reading what planning the workload needs')
    if (code === 'connection') throw error
    return { ...seen, failure: message }
  }
}

function needsTwin({ reads }: Check): boolean {
  return reads === 'plans' || reads === 'advice'
}

export function heaviestOf(workload: Workload): Workload {
  const byTime = [...workload.statements].sort((a, b) => b.totalMs - a.totalMs || b.calls - a.calls)
  return { ...workload, statements: byTime.slice(0, mostPlanned) }
}

/** The statements with their plans, and what is advised for them; null where no workload was read. */
export async function inspectedWorkload(
  { workload, gaps, snapshot, failure }: Observed,
  checks: readonly Check[],
): Promise<InspectedWorkload | null> {
  if (workload === null) return null
  const gap = gaps.find(({ object }) => object === 'pg_stat_statements')?.reason ?? null
  const reason =
    gap ?? (workload.statements.length === 0 ? 'pg_stat_statements has no statement of this database.' : null)
  const without = (unplanned: string): InspectedWorkload => ({
    statements: inspectedStatements(workload, () => null),
    gap: reason,
    advice: null,
    adviceGap: null,
    snapshot: null,
    unplanned,
  })
  if (snapshot === null || !checks.some(needsTwin)) return without(failure ?? 'No statement is there to be planned.')
  try {
    const { plan, plans, timedOut } = await advise(snapshot, { timeLimitMs: adviceMs, quick: true })
    return {
      statements: inspectedStatements(workload, ({ fingerprint }) => plans.get(fingerprint) ?? null),
      gap: reason,
      advice: plan.changes,
      adviceGap: timedOut ? `The advisor had not done after ${adviceMs / 1000} s: ask pgwright advise.` : null,
      snapshot,
      unplanned: null,
    }
  } catch (error) {
    if (!(error instanceof PgwrightError)) throw error
    return without(error.message)
  }
}
