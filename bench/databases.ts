import { systemNames } from '../packages/pgwright/src/cli/systems.ts'
import type { Scale } from '../packages/pgwright/src/demo/index.ts'
import { type Benchmark, type Figure, figure } from './figure.ts'
import { type DemoRun, runDemo } from './run-demo.ts'

/** What a scale may take on two cores; nothing is promised at full. */
const secondsGoals: Readonly<Record<Scale, { readonly build: number | null; readonly whole: number | null }>> = {
  small: { build: 10, whole: 60 },
  medium: { build: 90, whole: 300 },
  full: { build: null, whole: null },
}

/** The four reference systems: how long they take, which claims they meet, and the numbers that their gates rest on. */
export const databases: Benchmark = async (scale) => {
  const figures: Figure[] = []
  let postgres = ''
  for (const system of systemNames) {
    const run = await runDemo(system, scale)
    postgres = run.result.server.replace('PostgreSQL ', '')
    figures.push(...figuresOf(system, scale, run))
  }
  return { postgres, figures }
}

function figuresOf(system: string, scale: Scale, { result, seconds, peakBytes }: DemoRun): Figure[] {
  const { queries, gates, stages } = result
  const build = stages.find(({ name }) => name === 'build')?.durationMs ?? Number.NaN
  const { build: buildGoal, whole } = secondsGoals[scale]
  // At small scale the naive form has little to be slow on.
  const judged = scale !== 'small'
  const count = (id: string, title: string, list: readonly { readonly met: boolean }[]) =>
    figure({
      id: `${system}-${id}`,
      title: `${system}: ${title}, of ${list.length}`,
      value: list.filter(({ met }) => met).length,
      unit: '',
      goal: judged ? list.length : null,
      better: 'higher',
    })
  const lower = (id: string, title: string, value: number, unit: string, goal: number | null) =>
    figure({ id: `${system}-${id}`, title: `${system}: ${title}`, value, unit, goal, better: 'lower' })
  return [
    lower('build-seconds', 'build', build / 1000, 's', buildGoal),
    lower('total-seconds', 'whole demo', seconds, 's', whole),
    lower('peak-memory', 'most memory that the Node process had', peakBytes / 1024 ** 2, 'MB', null),
    count('queries-met', 'queries as fast as claimed', queries),
    lower(
      'rows-differ',
      'queries whose two forms return other rows',
      queries.filter((q) => !q.sameResult).length,
      '',
      0,
    ),
    count('gates-met', 'other claims met', gates),
    ...gates.flatMap((gate) =>
      gate.figures.map((one) => figure({ ...one, id: `${system}-${one.id}`, title: `${system}: ${one.title}` })),
    ),
  ]
}
