import { setTimeout as pause } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import { advise } from '../advise/index.ts'
import {
  type Check,
  type CheckOutcome,
  type InspectedWorkload,
  type Inspection,
  inspectedStatements,
  inspectionOf,
  inspectMeasured,
  inspectRows,
  inspectWorkload,
  type MeasuredCheck,
  Meter,
  measurePolicies,
  type PolicyAsker,
  readOnce,
  readServer,
  readsRows,
  relationNames,
  type Server,
  serverOf,
  skip,
} from '../diagnose/index.ts'
import { type Gap, type InspectResult, PgwrightError, type Snapshot, type Workload } from '../model/index.ts'
import { inSavepoint, observe, observeCounted } from '../observe/index.ts'
import { parseTarget, requireSupported, toPgwrightError, withReader } from '../postgres/index.ts'
import { Twin } from '../twin/index.ts'
import { fileOf, snapshotOf } from './source.ts'

export type Inspected = Inspection & Pick<InspectResult, 'cost'>

/** Told what is being done, and how much of it is. */
type OnProgress = (stage: string, share: number | null) => void

/** So many of the statements that take most time are planned on the twin. */
const mostPlanned = 50
/** For the twin and the advice: what can be found in so long is worth a look at `advise`. */
const adviceMs = 8_000
/** A check's statement is broken off after this. */
const statementMs = 5_000

/**
 * Runs checks on a database, or on the twin of a snapshot's.
 *
 * @throws PgwrightError where the source can't be read at all
 */
export async function inspectSource(
  source: string | undefined,
  checks: readonly Check[],
  onProgress: OnProgress,
  asker: PolicyAsker | null = null,
): Promise<Inspected> {
  const { server, outcomes, observed, cost } =
    (await fileOf(source)) === null
      ? await onDatabase(source, checks, asker, onProgress)
      : await onTwin(await snapshotOf(source), checks, onProgress)
  const rest = checks.filter(readsWorkload)
  if (rest.length > 0) onProgress('planning the workload on the twin', null)
  const workload = rest.length === 0 ? null : await inspectedWorkload(observed, rest)
  const further = rest.map((check) =>
    workload === null ? skip(check, 'The workload was not read.') : inspectWorkload(check, workload, server),
  )
  return { ...inspectionOf(server, [...outcomes, ...further]), cost }
}

interface Observed {
  /** Null where it could not be read. */
  readonly workload: Workload | null
  readonly gaps: readonly Gap[]
  /** Of the relations that the workload names; null where that was not asked for. */
  readonly snapshot: Snapshot | null
}

interface Looked {
  readonly server: Server
  readonly outcomes: readonly CheckOutcome[]
  readonly observed: Observed
  readonly cost: InspectResult['cost']
}

/** Waits before a lost session is opened again, ms: a server that restarts needs a while. */
const waits = [1_000, 3_000, 8_000, 20_000]

async function onDatabase(
  source: string | undefined,
  checks: readonly Check[],
  asker: PolicyAsker | null,
  onProgress: OnProgress,
): Promise<Looked> {
  const meter = new Meter()
  const outcomes = new Map<Check, CheckOutcome>()
  let known: Server | undefined
  for (const wait of [...waits, null]) {
    try {
      return await withReader(
        parseTarget(source),
        async (client) => {
          await requireSupported(client)
          const server = await readServer(meter.attach(client))
          known = server
          const left = checks.filter((check) => !outcomes.has(check))
          await readRows(client, server, left, outcomes, (share) => onProgress('inspecting', share))
          if (asker !== null) onProgress('measuring policies', null)
          for (const check of left.filter(measures)) outcomes.set(check, await measured(client, check, server, asker))
          return { server, outcomes: [...outcomes.values()], observed: await observed(client, left), cost: meter.cost }
        },
        { statementTimeoutMs: statementMs },
      )
    } catch (error) {
      // What never was there does not come back.
      if (known === undefined || !(error instanceof PgwrightError) || error.code !== 'connection') throw error
      if (wait === null) return lost(known, checks, outcomes, error, meter)
      await pause(wait)
    }
  }
  throw new Error('unreachable: the last round returns or throws')
}

async function readRows(
  client: ClientBase,
  server: Server,
  checks: readonly Check[],
  outcomes: Map<Check, CheckOutcome>,
  onShare: (share: number) => void,
): Promise<void> {
  const read = readOnce((sql) => inSavepoint(client, async () => (await client.query(sql)).rows))
  for (const [done, check] of checks.filter(readsRows).entries()) {
    onShare(done / checks.length)
    outcomes.set(check, await inspectRows(check, server, read))
  }
}

/** What was seen before the session was lost for good. */
function lost(
  server: Server,
  checks: readonly Check[],
  outcomes: ReadonlyMap<Check, CheckOutcome>,
  error: PgwrightError,
  { cost }: Meter,
): Looked {
  const all = checks.filter(readsRows).map((check) => outcomes.get(check) ?? skip(check, error.message))
  return { server, outcomes: all, observed: { workload: null, gaps: [], snapshot: null }, cost }
}

/** The workload, and what planning it needs, where some check asks for it. */
async function observed(client: ClientBase, checks: readonly Check[]): Promise<Observed> {
  if (!checks.some(readsWorkload)) return { workload: null, gaps: [], snapshot: null }
  const { workload, gaps } = await observeCounted(client)
  if (workload.statements.length === 0 || !checks.some(needsTwin)) return { workload, gaps, snapshot: null }
  const heaviest = heaviestOf(workload)
  const named = relationNames(heaviest.statements)
  return { workload, gaps, snapshot: await observe(client, { workload: heaviest, named }) }
}

function measures(check: Check): check is MeasuredCheck {
  return check.reads === 'measured'
}

function readsWorkload(check: Check): boolean {
  return !readsRows(check) && !measures(check)
}

async function measured(
  client: ClientBase,
  check: MeasuredCheck,
  server: Server,
  asker: PolicyAsker | null,
): Promise<CheckOutcome> {
  if (asker === null) return inspectMeasured(check, null, server)
  try {
    return inspectMeasured(check, await inSavepoint(client, () => measurePolicies(client, asker)), server)
  } catch (error) {
    const { code, message } = toPgwrightError(error, `measuring policies as ${asker.role}`)
    if (code === 'connection') throw error
    return skip(check, message)
  }
}

function needsTwin({ reads }: Check): boolean {
  return reads === 'plans' || reads === 'advice'
}

function heaviestOf(workload: Workload): Workload {
  const byTime = [...workload.statements].sort((a, b) => b.totalMs - a.totalMs || b.calls - a.calls)
  return { ...workload, statements: byTime.slice(0, mostPlanned) }
}

async function onTwin(snapshot: Snapshot, checks: readonly Check[], onProgress: OnProgress): Promise<Looked> {
  const server = serverOf(snapshot)
  onProgress('building the twin', null)
  const twin = await Twin.open(snapshot)
  try {
    const outcomes: CheckOutcome[] = []
    for (const check of checks.filter(readsRows))
      outcomes.push(await inspectRows(check, server, (sql) => twin.read(sql)))
    for (const check of checks.filter(measures)) outcomes.push(skip(check, 'A snapshot has no rows to measure by.'))
    const { workload, gaps } = snapshot
    const heaviest = { ...snapshot, workload: heaviestOf(workload) }
    const cost = { queries: 0, totalMs: 0, maxMs: 0 } // nothing was asked of the source
    return { server, outcomes, observed: { workload, gaps, snapshot: heaviest }, cost }
  } finally {
    await twin.close()
  }
}

async function inspectedWorkload(
  { workload, gaps, snapshot }: Observed,
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
  if (snapshot === null || !checks.some(needsTwin)) return without('No statement is there to be planned.')
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
