import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'tsdown'
import type { Scale } from '../../packages/pgwright/src/demo/index.ts'
import { startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { type Figure, figure } from '../figure.ts'
import type { Cost } from './pools-process.ts'

const roundsAt: Readonly<Record<Scale, number>> = { small: 81, medium: 241, full: 481 }
const size = 4
const asking = 16
const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the pool's bounds, measurements and contexts cost in throughput, and in this process' CPU time. */
export async function poolsFigures(scale: Scale): Promise<Figure[]> {
  const server = await startServer({ name: 'bench-runtime-pools' })
  try {
    const ratios = await measure(server.url(), roundsAt[scale])
    const load = `${size} connections, ${asking} at once, over those of a bare pg.Pool`
    return [
      ratioFigure(
        'pool-throughput-ratio',
        `statements a second through ${load}`,
        ratios.map(({ ms }) => ms),
      ),
      ratioFigure(
        'pool-cpu-ratio',
        `statements for a second of the process' CPU time through ${load}`,
        ratios.map(({ cpuMs }) => cpuMs),
      ),
    ]
  } finally {
    await server.stop()
  }
}

/** As an application has it: compiled. What runs TypeScript as it is names each function anew whenever it is made. */
async function measure(url: string, rounds: number): Promise<Cost[]> {
  // Beside the packages that it loads.
  const outDir = await mkdtemp(join(root, 'node_modules', '.bench-pools-'))
  try {
    const entry = { pools: fileURLToPath(new URL('pools-process.ts', import.meta.url)) }
    await build({ entry, outDir, config: false, dts: false, format: 'esm', platform: 'node', logLevel: 'error' })
    const given = [join(outDir, 'pools.mjs'), url, ...[size, asking, rounds].map(String)]
    const { stdout } = await promisify(execFile)(process.execPath, given)
    return JSON.parse(stdout) as Cost[]
  } finally {
    await rm(outDir, { recursive: true })
  }
}

function ratioFigure(id: string, title: string, ratios: number[]): Figure {
  ratios.sort((a, b) => a - b)
  const at = (share: number) => ratios[Math.floor((ratios.length - 1) * share)] ?? Number.NaN
  const spread = { p25: at(0.25), p75: at(0.75), runs: ratios.length }
  return figure({ id, title, value: at(0.5), unit: '×', goal: 0.97, better: 'higher', ...spread })
}
