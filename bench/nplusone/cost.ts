import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'tsdown'
import type { Spread } from './spread.ts'

export interface Cost {
  readonly share: Spread
  readonly once: Spread
  readonly unheard: Spread
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** As an application has it: compiled. What runs TypeScript as it is names each function anew whenever it is made. */
export async function measureCost(url: string, pairs: number, requests: number, runs: number): Promise<Cost> {
  // Beside the packages that it loads.
  const outDir = await mkdtemp(join(root, 'node_modules', '.bench-nplusone-'))
  try {
    const entry = { cost: fileURLToPath(new URL('cost-process.ts', import.meta.url)) }
    await build({ entry, outDir, config: false, dts: false, format: 'esm', platform: 'node', logLevel: 'error' })
    const given = [join(outDir, 'cost.mjs'), url, ...[pairs, requests, runs].map(String)]
    const { stdout } = await promisify(execFile)(process.execPath, given)
    return JSON.parse(stdout) as Cost
  } finally {
    await rm(outDir, { recursive: true })
  }
}
