import type { Figure } from './figure.ts'

/** The median of several runs, and the quartiles about it: one run on a busy machine says little. */
export type Repeated = Required<Pick<Figure, 'value' | 'p25' | 'p75' | 'runs'>>

/** @param one a run, which gives its own figure */
export async function repeated(runs: number, one: (run: number) => Promise<number>): Promise<Repeated> {
  const values: number[] = []
  for (let run = 0; run < runs; run++) values.push(await one(run))
  return summary(values)
}

/** @throws where there are no values */
export function summary(values: readonly number[]): Repeated {
  return { value: quantile(values, 0.5), p25: quantile(values, 0.25), p75: quantile(values, 0.75), runs: values.length }
}

/** The smallest value that at least `share` of the values are at or under. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new Error('There are no values to take a quantile of.')
  return value
}

/** How long `work` takes, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
