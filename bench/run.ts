import { writeFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import type { Scale } from '../packages/pgwright/src/demo/index.ts'
import { formatFigure } from '../packages/pgwright/src/model/index.ts'
import { tableLines } from '../packages/pgwright/src/report/index.ts'
import type { Benchmark, BenchmarkResult, Figure } from './figure.ts'

const usage = 'Usage: npm run bench -- NAME [--scale small|medium|full] [--json FILE]'
const scales: readonly string[] = ['small', 'medium', 'full'] satisfies Scale[]

/** Each loaded only when it is asked for. */
const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  demo: async () => (await import('./demo.ts')).demo,
  twin: async () => (await import('./twin.ts')).twin,
  'twin-fidelity': async () => (await import('./twin-fidelity.ts')).twinFidelity,
  advise: async () => (await import('./advise.ts')).advise,
  checks: async () => (await import('./checks.ts')).checks,
  databases: async () => (await import('./databases.ts')).databases,
  runtime: async () => (await import('./runtime.ts')).runtime,
  apply: async () => (await import('./apply.ts')).apply,
  nplusone: async () => (await import('./nplusone.ts')).nPlusOne,
}

async function runBenchmark(name: string, scale: Scale): Promise<BenchmarkResult> {
  const load = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined
  if (load === undefined)
    throw new Error(`There is no benchmark named ${name}; there are: ${Object.keys(benchmarks).join(', ')}.`)
  const { postgres, figures } = await (await load())(scale)
  const machine = { cores: availableParallelism(), memoryBytes: totalmem(), node: process.version, postgres }
  return { schemaVersion: 1, name, scale, machine, figures }
}

function table(figures: readonly Figure[]): string {
  const columns = [
    { title: 'figure', align: 'left' },
    { title: 'value', align: 'right' },
    { title: 'goal', align: 'right' },
    { title: 'met', align: 'right' },
  ] as const
  return tableLines(columns, figures.map(tableRow)).join('\n')
}

function tableRow({ title, value, unit, goal, better, met }: Figure): string[] {
  const bound = goal === null ? '' : `${better === 'lower' ? '≤' : '≥'} ${formatFigure(goal)} ${unit}`
  return [title, `${formatFigure(value)} ${unit}`, bound, goal === null ? '' : met ? 'met' : 'NOT MET']
}

function isScale(text: string): text is Scale {
  return scales.includes(text)
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { scale: { type: 'string', default: 'medium' }, json: { type: 'string' } },
  })
  const [name] = positionals
  if (name === undefined || positionals.length > 1 || !isScale(values.scale)) throw new Error(usage)
  const result = await runBenchmark(name, values.scale)
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`)
  console.log(table(result.figures))
  return result.figures.every(({ met }) => met) ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 2
})
