import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Scale } from '../packages/pgwright/src/demo/index.ts'
import { type DemoResult, demoResultSchema } from '../packages/pgwright/src/model/index.ts'
import { type Benchmark, type Figure, figure } from './figure.ts'

const program = fileURLToPath(new URL('../packages/pgwright/bin/pgwright.js', import.meta.url))
const probe = new URL('./peak-memory.js', import.meta.url).href

/** Nothing is promised of the time at full scale, nor of the queries at small: the naive form has little to be slow on. */
const secondsGoal: Readonly<Record<Scale, number | null>> = { small: 45, medium: 240, full: null }
const memoryGoalMb = 300

/** The whole demo as a user runs it, in a process of its own: the time of each stage, and the memory it took. */
export const demo: Benchmark = async (scale) => {
  const { result, seconds, peakBytes } = await runDemo(scale)
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

async function runDemo(scale: Scale) {
  const startedAt = performance.now()
  const parameters = ['--import', probe, program, 'demo', '--scale', scale, '--json']
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] })
  const [json, peakBytes, [exitCode]] = await Promise.all([
    text(child.stdio[1] as Readable),
    text(child.stdio[3] as Readable),
    once(child, 'exit'),
  ])
  const seconds = (performance.now() - startedAt) / 1000
  // 1 says that a claim was not met, which the figures say too.
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`The demo failed with exit code ${exitCode}.`)
  return { result: demoResultSchema.parse(JSON.parse(json)), seconds, peakBytes: Number(peakBytes) }
}
