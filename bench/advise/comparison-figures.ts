import { type Figure, figure } from '../figure.ts'
import { summary } from '../repeated.ts'
import { extend } from './baselines/extend.ts'
import type { Comparison, Side } from './compare.ts'

/** How pgwright stands to the best baseline of each comparison. */
export function comparisonFigures(comparisons: readonly Comparison[]): Figure[] {
  const ratios = comparisons.map((one) => ratioToBest(one, one.advised))
  const restricted = comparisons.map((one) => ratioToBest(one, one.restricted))
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
  const lower = (id: string, title: string, value: number, goal: number | null) =>
    figure({ id, title, value, unit: '', goal, better: 'lower' })
  return [
    lower('cost-ratio-best-baseline-max', 'cost against the best baseline, worst case', Math.max(...ratios), 1),
    lower('cost-ratio-best-baseline-mean', 'cost against the best baseline, on average', mean, 0.97),
    lower(
      'restricted-cost-ratio-best-baseline-max',
      "cost against the best baseline, worst case, with the baselines' kind and width of index",
      Math.max(...restricted),
      1,
    ),
    againstExtend('time-ratio-extend', "time as a share of Extend's", comparisons, ({ elapsedMs }) => elapsedMs, 0.1),
    againstExtend(
      'whatif-ratio-extend',
      "what-if calls as a share of Extend's",
      comparisons,
      ({ whatIfCalls }) => whatIfCalls,
      0.05,
    ),
    lower('bound-gap-max', 'largest gap to the proven bound', Math.max(...comparisons.map(boundGap)), 0.05),
    lower(
      'budget-overrun-max',
      'share of the budget that was taken too much',
      Math.max(0, ...comparisons.map(({ advised, budgetBytes }) => advised.bytes / budgetBytes - 1)),
      0,
    ),
    ...comparisons.map(comparisonFigure),
  ]
}

function ratioToBest({ baselines }: Comparison, advised: Side): number {
  return advised.cost / Math.min(...baselines.map(({ cost }) => cost))
}

function boundGap({ advised: { costAfter, lowerBound } }: Comparison): number {
  return costAfter / lowerBound - 1
}

/** The median over all comparisons: a capped Extend would have taken longer still. */
function againstExtend(
  id: string,
  title: string,
  comparisons: readonly Comparison[],
  of: (side: Side) => number,
  goal: number,
): Figure {
  const ratios = comparisons.flatMap(({ advised, baselines }) =>
    baselines.filter(({ name }) => name === extend.name).map((side) => of(advised) / of(side)),
  )
  return figure({ id, title, ...summary(ratios), unit: '', goal, better: 'lower' })
}

/** One line that tells the whole comparison: shares of the cost without new indexes. */
function comparisonFigure(comparison: Comparison): Figure {
  const { workload, statements, budgetBytes, costBefore, advised, restricted, baselines } = comparison
  const share = ({ name, cost, capped }: Side) =>
    `${name} ${((100 * cost) / costBefore).toFixed(1)} %${capped ? ' (capped)' : ''}`
  const sides = [advised, { ...restricted, name: 'restricted' }, ...baselines].map(share).join(', ')
  return figure({
    id: `${workload}-${budgetBytes / 1e6}mb-cost-ratio`,
    title: `${workload}, ${statements} statements, ${budgetBytes / 1e6} MB: ${sides}`,
    value: ratioToBest(comparison, advised),
    unit: '',
    goal: null,
    better: 'lower',
  })
}
