import type { Scale } from '../packages/pgwright/src/demo/index.ts'

/** One number that a benchmark measured. */
export interface Figure {
  readonly id: string
  readonly title: string
  readonly value: number
  readonly unit: string
  /** Null where nothing is promised: such a figure is there to be looked at, and always met. */
  readonly goal: number | null
  readonly better: 'lower' | 'higher'
  readonly met: boolean
  /** Quartiles of the runs whose median `value` is. */
  readonly p25?: number
  readonly p75?: number
  readonly runs?: number
}

export interface Measured {
  /** Version of the server that was measured. */
  readonly postgres: string
  readonly figures: readonly Figure[]
}

/** @throws where it can't be run to its end; a goal that is missed is a figure, not an error. */
export type Benchmark = (scale: Scale) => Promise<Measured>

/** What `npm run bench -- NAME --json FILE` writes. */
export interface BenchmarkResult {
  readonly schemaVersion: 1
  readonly name: string
  readonly scale: Scale
  readonly machine: {
    readonly cores: number
    readonly memoryBytes: number
    readonly node: string
    readonly postgres: string
  }
  readonly figures: readonly Figure[]
}

/** Judges a figure by its goal. */
export function figure(measured: Omit<Figure, 'met'>): Figure {
  const { value, goal, better } = measured
  return { ...measured, met: goal === null || (better === 'lower' ? value <= goal : value >= goal) }
}
