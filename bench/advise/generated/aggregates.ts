import type { Random } from '../../../packages/pgwright/src/demo/system.ts'
import { type Drawn, some } from './dataset.ts'

/** A table that facts are looked at by, with what leads to it. */
export interface Dimension {
  readonly joins: string
  readonly conditions: readonly Drawn[]
  readonly groups: readonly string[]
}

export interface Facts {
  /** `table alias` */
  readonly from: string
  readonly conditions: readonly Drawn[]
  readonly measures: readonly string[]
  readonly dimensions: readonly Dimension[]
}

/** Sums of facts by what one to three dimensions say of them, as decision support asks. */
export function aggregate(random: Random, facts: Facts): string {
  const dimensions = some(random, facts.dimensions, 1, 3)
  const groups = dimensions.flatMap((dimension) => some(random, dimension.groups, 0, 1))
  const measures = some(random, facts.measures, 1, 2)
  const ofDimensions = dimensions.flatMap((dimension) => some(random, dimension.conditions, 0, 1))
  const ofFacts = some(random, facts.conditions, ofDimensions.length === 0 ? 1 : 0, 2)
  const conditions = [...ofDimensions, ...ofFacts].map((condition) => condition(random))
  const top = groups.length > 0 && random.integer(1, 3) === 1
  return [
    `select ${[...groups, ...measures].join(', ')}`,
    `from ${facts.from}`,
    ...dimensions.map(({ joins }) => joins),
    `where ${conditions.join(' and ')}`,
    groups.length === 0 ? '' : `group by ${groups.join(', ')}`,
    top ? `order by ${measures[0]} desc limit 10` : '',
  ]
    .filter((line) => line !== '')
    .join(' ')
}
