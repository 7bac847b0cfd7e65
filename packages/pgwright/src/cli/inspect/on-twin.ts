import { type Check, type CheckOutcome, inspectRows, readsRows, serverOf, skip } from '../../diagnose/index.ts'
import type { Snapshot } from '../../model/index.ts'
import { Twin } from '../../twin/index.ts'
import type { Looked, OnProgress } from './looked.ts'
import { heaviestOf } from './observed-workload.ts'

/** Looks at a snapshot through its twin. */
export async function onTwin(snapshot: Snapshot, checks: readonly Check[], onProgress: OnProgress): Promise<Looked> {
  const server = serverOf(snapshot)
  onProgress('building the twin', null)
  const twin = await Twin.open(snapshot)
  try {
    const outcomes: CheckOutcome[] = []
    for (const check of checks.filter(readsRows))
      outcomes.push(await inspectRows(check, server, (sql) => twin.read(sql)))
    for (const check of checks.filter(({ reads }) => reads === 'measured'))
      outcomes.push(skip(check, 'A snapshot has no rows to measure by.'))
    const { workload, gaps } = snapshot
    const heaviest = { ...snapshot, workload: heaviestOf(workload) }
    const cost = { queries: 0, totalMs: 0, maxMs: 0 } // nothing was asked of the source
    return { server, outcomes, observed: { workload, gaps, snapshot: heaviest, failure: null }, cost }
  } finally {
    await twin.close()
  }
}
