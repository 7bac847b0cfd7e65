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

export function measureCost(url: string, pairs: number, requests: number, runs: number): Promise<Cost> {
  return runCompiled<Cost>('cost-process', [url, ...[pairs, requests, runs].map(String)])
}

/**
 * Runs a program of this folder as an application would be: compiled. What runs TypeScript as it is names each function
 * anew whenever it is made.
 *
 * @returns what it writes to standard output, which is JSON
 */
export async function runCompiled<Result>(name: string, given: readonly string[]): Promise<Result> {
  // Beside the packages that it loads.
  const outDir = await mkdtemp(join(root, 'node_modules', '.bench-nplusone-'))
  try {
    const entry = { [name]: fileURLToPath(new URL(`${name}.ts`, import.meta.url)) }
    // Each file by itself, so that ours are told from the application's.
    const format = { unbundle: true, dts: false, format: 'esm', platform: 'node', logLevel: 'error' } as const
    // The systems are packages of this repository, and not compiled; all others are loaded as they are.
    const packages = { noExternal: [/^@pgwright\//], external: [/^(?!@pgwright\/)[@a-z]/] }
    await build({ entry, outDir, config: false, ...packages, ...format })
    const { stdout } = await promisify(execFile)(process.execPath, [join(outDir, `${name}.mjs`), ...given])
    return JSON.parse(stdout) as Result
  } finally {
    await rm(outDir, { recursive: true })
  }
}
