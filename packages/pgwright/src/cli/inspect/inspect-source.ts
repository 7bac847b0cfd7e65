import { type Check, type Inspection, inspectionOf, inspectWorkload, skip } from '../../diagnose/index.ts'
import type { InspectResult } from '../../model/index.ts'
import { fileOf, snapshotOf } from '../source.ts'
import type { OnProgress, Told } from './looked.ts'
import { inspectedWorkload, readsWorkload } from './observed-workload.ts'
import { onDatabase } from './on-database.ts'
import { onTwin } from './on-twin.ts'

export type Inspected = Inspection & Pick<InspectResult, 'cost'>

/**
 * Runs checks on a database, or on the twin of a snapshot's.
 *
 * @throws PgwrightError where the source can't be read at all
 */
export async function inspectSource(
  source: string | undefined,
  checks: readonly Check[],
  onProgress: OnProgress,
  told: Told = { asker: null, pools: [] },
): Promise<Inspected> {
  const { server, outcomes, observed, cost } =
    (await fileOf(source)) === null
      ? await onDatabase(source, checks, told, onProgress)
      : await onTwin(await snapshotOf(source), checks, onProgress)
  const rest = checks.filter(readsWorkload)
  if (rest.length > 0) onProgress('planning the workload on the twin', null)
  const workload = rest.length === 0 ? null : await inspectedWorkload(observed, rest)
  const further = rest.map((check) =>
    workload === null
      ? skip(check, observed.failure ?? 'The workload was not read.')
      : inspectWorkload(check, workload, server),
  )
  return { ...inspectionOf(server, [...outcomes, ...further]), cost }
}
