import { setTimeout as pause } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import {
  type Check,
  type CheckOutcome,
  inspectMeasured,
  inspectRows,
  lacking,
  type MeasuredCheck,
  Meter,
  measurePolicies,
  type PolicyAsker,
  readOnce,
  readServer,
  readsRows,
  type Server,
  skip,
} from '../../diagnose/index.ts'
import { PgwrightError } from '../../model/index.ts'
import { inSavepoint } from '../../observe/index.ts'
import { parseTarget, requireSupported, toPgwrightError, withReader } from '../../postgres/index.ts'
import type { Looked, OnProgress, Told } from './looked.ts'
import { observeFor } from './observed-workload.ts'

/** A check's statement is broken off after this. */
const statementMs = 5_000
/** Waits before a lost session is opened again, ms: a server that restarts needs a while. */
const waits = [1_000, 3_000, 8_000, 20_000]

/** Looks at a database; what is left is gone on with where the session is lost. */
export async function onDatabase(
  source: string | undefined,
  checks: readonly Check[],
  { asker, pools }: Told,
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
          const server = { ...(await readServer(meter.attach(client))), pools }
          known = server
          const left = checks.filter((check) => !outcomes.has(check))
          await readRows(client, server, left, outcomes, (share) => onProgress('inspecting', share))
          doubt(await readServer(client), outcomes)
          if (asker !== null) onProgress('measuring policies', null)
          for (const check of left.filter(measures)) outcomes.set(check, await measured(client, check, server, asker))
          return {
            server,
            outcomes: [...outcomes.values()],
            observed: await observeFor(client, left),
            cost: meter.cost,
          }
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

/**
 * A role that has lost a right by the end may have been shown less for a while: others' sessions without their state,
 * say, which looks like none. What was found was there.
 */
function doubt(serverAtEnd: Server, outcomes: Map<Check, CheckOutcome>): void {
  for (const [check, outcome] of outcomes)
    outcomes.set(check, { ...outcome, reason: outcome.reason ?? lacking(check, serverAtEnd) })
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
  return { server, outcomes: all, observed: { workload: null, gaps: [], snapshot: null, failure: null }, cost }
}

function measures(check: Check): check is MeasuredCheck {
  return check.reads === 'measured'
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
