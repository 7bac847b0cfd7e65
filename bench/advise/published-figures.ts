import type { TwinServer } from '../../packages/pgwright/src/twin/index.ts'
import { type Figure, figure } from '../figure.ts'
import { db2Advis } from './baselines/db2advis.ts'
import { extend } from './baselines/extend.ts'
import { advised, type CompareOptions, sideOf } from './compare.ts'
import { hypotheticalSize } from './hypothetical-size.ts'
import { judge } from './judge.ts'
import { onTwin } from './on-twin.ts'
import { prepareStatements } from './statements.ts'
import { asPublished, tpchWorkload } from './tpch.ts'

/** Shares of the cost without an index that are to be reached, by budget in MB. */
const goals = [
  { budgetMb: 500, share: 0.65 },
  { budgetMb: 1000, share: 0.54 },
  { budgetMb: 2000, share: 0.5 },
] as const
const secondsGoal = 5
const maxWidth = 2

/**
 * TPC-H as the published figures have it. The baselines pay for HypoPG's idea of an index's size, so that their shares
 * can be held against what was published of them.
 */
export async function publishedFigures(server: TwinServer, capMs: number): Promise<Figure[]> {
  const snapshot = asPublished(await tpchWorkload())
  const statements = await onTwin(server, snapshot, (twin) => prepareStatements(twin, snapshot))
  const { cost: before } = await judge(server, snapshot, statements, { create: [], drop: [] })
  const figures: Figure[] = []
  for (const { budgetMb, share } of goals) {
    const budgetBytes = budgetMb * 1e6
    const sizeOf = hypotheticalSize(snapshot)
    const alike = await advised(server, snapshot, statements, { budgetBytes, kinds: ['btree'], maxWidth, sizeOf })
    const free = await advised(server, snapshot, statements, { budgetBytes })
    const options: CompareOptions = { budgetBytes, capMs, maxWidth, sizeOf }
    const published: string[] = []
    for (const baseline of [extend, db2Advis]) {
      const side = await sideOf(baseline, server, snapshot, statements, options)
      published.push(`${side.name} ${percent(side.cost / before)}${side.capped ? ' (capped)' : ''}`)
    }
    figures.push(
      figure({
        id: `tpch-sf1-${budgetMb}mb-share`,
        title: `tpch-sf1, ${budgetMb} MB: cost as a share of no index, B-trees of two columns, HypoPG's sizes; ${published.join(', ')}`,
        value: alike.cost / before,
        unit: '',
        goal: share,
        better: 'lower',
      }),
      figure({
        id: `tpch-sf1-${budgetMb}mb-seconds`,
        title: `tpch-sf1, ${budgetMb} MB: time to advise`,
        value: alike.elapsedMs / 1000,
        unit: 's',
        goal: secondsGoal,
        better: 'lower',
      }),
      figure({
        id: `tpch-sf1-${budgetMb}mb-share-all-kinds`,
        title: `tpch-sf1, ${budgetMb} MB: cost as a share of no index, all kinds and true sizes`,
        value: free.cost / before,
        unit: '',
        goal: share,
        better: 'lower',
      }),
    )
  }
  return figures
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
