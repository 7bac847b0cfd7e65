import { applyPlan, rollbackRun } from '../apply/index.ts'
import type { DemoResult, Plan, Run } from '../model/index.ts'
import { connectWriter } from '../postgres/index.ts'
import { catalogText, dataChecksums, type TableColumns } from './catalog-text.ts'
import type { Stand } from './stand.ts'

/** Nobody but the demo itself is there to be kept out. */
export const holdTimeoutMs = 60_000

/** Takes the whole run back and compares with the catalog before it; then applies the plan again where it is to stay. */
export async function rollbackGate(
  { database, target }: Stand,
  before: { readonly catalog: string; readonly columns: TableColumns },
  run: Run,
  planToStay: Plan | null,
): Promise<DemoResult['gates'][number]> {
  const connect = () => connectWriter(target)
  // Columns that a change added go with it, and were nobody's data.
  const dataBefore = await dataChecksums(database.owner, before.columns)
  await rollbackRun(connect, run.id)
  const [catalog, data] = [await catalogText(database.owner), await dataChecksums(database.owner, before.columns)]
  if (planToStay !== null) await applyPlan(connect, planToStay, { holdTimeoutMs })
  const [sameCatalog, sameData] = [catalog === before.catalog, data === dataBefore]
  return {
    id: 'rollback',
    title: 'Rollback of the whole migration',
    claim: 'loses nothing',
    measured: `${sameCatalog ? 'the exact catalog is back' : 'the catalog DIFFERS'}, ${sameData ? 'every row is as it was' : 'rows DIFFER'}`,
    met: sameCatalog && sameData,
    figures: [],
  }
}
