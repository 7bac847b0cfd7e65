import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Scale } from '../packages/pgwright/src/demo/index.ts'
import { type DemoResult, demoResultSchema } from '../packages/pgwright/src/model/index.ts'

const program = fileURLToPath(new URL('../packages/pgwright/bin/pgwright.js', import.meta.url))
const probe = new URL('./peak-memory.js', import.meta.url).href

export interface DemoRun {
  readonly result: DemoResult
  /** From the start of the process to its end. */
  readonly seconds: number
  /** Of the Node process. */
  readonly peakBytes: number
}

/** The whole demo of a system as a user runs it, in a process of its own. */
export async function runDemo(system: string, scale: Scale): Promise<DemoRun> {
  const startedAt = performance.now()
  const parameters = ['--import', probe, program, 'demo', system, '--scale', scale, '--json']
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] })
  const [json, peakBytes, [exitCode]] = await Promise.all([
    text(child.stdio[1] as Readable),
    text(child.stdio[3] as Readable),
    once(child, 'exit'),
  ])
  const seconds = (performance.now() - startedAt) / 1000
  // 1 says that a claim was not met, which the figures say too.
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`The demo of ${system} failed with exit code ${exitCode}.`)
  return { result: demoResultSchema.parse(JSON.parse(json)), seconds, peakBytes: Number(peakBytes) }
}
