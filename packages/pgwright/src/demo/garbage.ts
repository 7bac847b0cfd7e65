import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What a run may leave behind before it is worth to collect. */
const toleratedBytes = 16 * 1024 * 1024

setFlagsFromString('--expose-gc')
// V8 lets a heap grow to twice and more of what is alive before it collects; a tenth more is enough here.
setFlagsFromString('--heap-growing-percent=10')
const collect = runInNewContext('gc') as () => void

/**
 * Frees what an earlier run has left, between two that are timed: V8 would do it some time later, within another
 * one's time, and keep several times the memory until then.
 */
export function collectGarbage(): void {
  if (process.memoryUsage().heapUsed < settledBytes + toleratedBytes) return
  collect()
  settledBytes = process.memoryUsage().heapUsed
}

/** The heap after the last collection. */
let settledBytes = 0
