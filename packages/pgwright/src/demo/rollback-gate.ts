import { applyPlan, rollbackRun } from '../apply/index.ts'
import type { DemoResult, Plan, Run } from '../model/index.ts'
import { connectWriter } from '../postgres/index.ts'
import { catalogText, dataChecksums } from './catalog-text.ts'
import type { Stand } from './stand.ts'

/** Takes the whole run back and compares with the catalog before it; then applies the plan again where it is to stay. */
export async function rollbackGate(
  { database, target }: Stand,
  catalogBefore: string,
  run: Run,
  planToStay: Plan | null,
): Promise<DemoResult['gates'][number]> {
  const connect = () => connectWriter(target)
  const dataBefore = await dataChecksums(database.owner)
  await rollbackRun(connect, run.id)
  const [catalog, data] = [await catalogText(database.owner), await dataChecksums(database.owner)]
  if (planToStay !== null) await applyPlan(connect, planToStay)
  const [sameCatalog, sameData] = [catalog === catalogBefore, data === dataBefore]
  return {
    id: 'rollback',
    title: 'Rollback of the whole migration',
    claim: 'loses nothing',
    measured: `${sameCatalog ? 'the exact catalog is back' : 'the catalog DIFFERS'}, ${sameData ? 'every row is as it was' : 'rows DIFFER'}`,
    met: sameCatalog && sameData,
  }
}
