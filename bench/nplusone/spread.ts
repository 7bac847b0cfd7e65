/** The median of runs and its quartiles. */
export interface Spread {
  readonly value: number
  readonly p25: number
  readonly p75: number
  readonly runs: number
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN
  return { value: at(0.5), p25: at(0.25), p75: at(0.75), runs: values.length }
}
