import type { Scale } from '../packages/pgwright/src/demo/index.ts'
import type { DemoResult } from '../packages/pgwright/src/model/index.ts'
import { type Benchmark, type Figure, figure } from './figure.ts'
import { runDemo } from './run-demo.ts'

/** Nothing is promised of the time at full scale, nor of the queries at small: the naive form has little to be slow on. */
const secondsGoal: Readonly<Record<Scale, number | null>> = { small: 45, medium: 240, full: null }
const memoryGoalMb = 300

/** The main job on barq-fleet: the time of each stage, and the memory it took. */
export const demo: Benchmark = async (scale) => {
  const { result, seconds, peakBytes } = await runDemo('barq-fleet', scale)
  const figures = [
    figure({
      id: 'total-seconds',
      title: 'whole demo, from the start of the process to its end',
      value: seconds,
      unit: 's',
      goal: secondsGoal[scale],
      better: 'lower',
    }),
    figure({
      id: 'peak-memory',
      title: 'most memory that the Node process had',
      value: peakBytes / 1024 ** 2,
      unit: 'MB',
      goal: memoryGoalMb,
      better: 'lower',
    }),
    figure({
      id: 'queries-met',
      title: `queries as fast as claimed, of ${result.queries.length}`,
      value: result.queries.filter(({ met }) => met).length,
      unit: 'queries',
      goal: scale === 'small' ? null : result.queries.length,
      better: 'higher',
    }),
    ...stageFigures(result),
  ]
  return { postgres: result.server.replace('PostgreSQL ', ''), figures }
}

function stageFigures({ stages }: DemoResult): Figure[] {
  return stages.map(({ name, durationMs }) =>
    figure({
      id: `stage-${name.replaceAll(' ', '-')}`,
      title: `stage: ${name}`,
      value: durationMs / 1000,
      unit: 's',
      goal: null,
      better: 'lower',
    }),
  )
}
