import type { verifyPlans } from '../packages/pgwright/src/twin/index.ts'
import { type Figure, figure } from './figure.ts'

/** A query that a source can plan, and how the twin plans it. */
export type Planned = Awaited<ReturnType<typeof verifyPlans>>[number] & { readonly sql: string }

/**
 * How true a twin is.
 *
 * @param id what the figures' ids begin with
 * @param title what their titles begin with
 */
export function fidelityFigures(id: string, title: string, queries: readonly Planned[]): Figure[] {
  const share = (holds: (query: Planned) => boolean) => queries.filter(holds).length / queries.length
  const deviations = queries.map(({ costRatio }) =>
    costRatio === null ? Number.POSITIVE_INFINITY : Math.abs(costRatio - 1),
  )
  return [
    figure({
      id: `${id}-identical-share`,
      title: `${title}: plans with every estimate as on the source, of ${queries.length}`,
      value: share(({ identical }) => identical),
      unit: '',
      goal: 1,
      better: 'higher',
    }),
    figure({
      id: `${id}-same-tree-share`,
      title: `${title}: plan trees as on the source`,
      value: share(({ sameTree }) => sameTree),
      unit: '',
      goal: 1,
      better: 'higher',
    }),
    figure({
      id: `${id}-max-cost-deviation`,
      title: `${title}: largest deviation of a plan's cost`,
      value: Math.max(...deviations),
      unit: '',
      goal: 1e-6,
      better: 'lower',
    }),
  ]
}
