import { type Figure, figure } from '../figure.ts'
import type { Comparison } from './compare.ts'

const goalsMs = new Map([
  [100, 2000],
  [1000, 60_000],
])

/** Of generated workloads, from a snapshot in memory to a plan; the slowest counts. */
export function timeFigures(comparisons: readonly Comparison[]): Figure[] {
  return [...goalsMs].flatMap(([statements, goal]) => {
    const times = comparisons
      .filter(({ workload }) => workload.endsWith(`-${statements}`))
      .map(({ advised }) => advised.elapsedMs)
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
}
