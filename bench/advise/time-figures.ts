import { type Figure, figure } from '../figure.ts'
import type { Comparison } from './compare.ts'

const goalsMs = new Map([
  [100, 2000],
  [1000, 60_000],
])

/** Of generated workloads, from a snapshot in memory to a plan; the slowest counts. */
export function timeFigures(comparisons: readonly Comparison[]): Figure[] {
  const times = [...goalsMs].flatMap(([statements, goal]) => {
    const times = ofSize(comparisons, statements).map(({ advised }) => advised.elapsedMs)
    if (times.length === 0) return []
    return figure({
      id: `advise-${statements}-statements-ms`,
      title: `advice for ${statements} statements, the slowest of ${times.length} workloads`,
      value: Math.max(...times),
      unit: 'ms',
      goal,
      better: 'lower',
    })
  })
  return [...times, ...growthFigures(comparisons)]
}

/** How much longer it takes for ten times the statements, for each time that there are more templates among them. */
function growthFigures(comparisons: readonly Comparison[]): Figure[] {
  const few = ofSize(comparisons, 100)
  const growths = ofSize(comparisons, 1000).flatMap((large) => {
    const small = few.find(({ workload }) => workload === large.workload.replace(/-1000$/, '-100'))
    if (small === undefined) return []
    return large.advised.elapsedMs / small.advised.elapsedMs / (large.templates / small.templates)
  })
  if (growths.length === 0) return []
  return [
    figure({
      id: 'time-growth-by-template',
      title: 'growth of time from 100 to 1,000 statements, by that of distinct templates',
      value: Math.max(...growths),
      unit: '',
      goal: 1,
      better: 'lower',
    }),
  ]
}

function ofSize(comparisons: readonly Comparison[], statements: number): Comparison[] {
  return comparisons.filter(({ workload }) => workload.endsWith(`-${statements}`))
}
