/** Spearman's: 1 where two lists put everything in the same order. Equal values share the mean of their ranks. */
export function rankCorrelation(one: readonly number[], two: readonly number[]): number {
  return correlation(ranks(one), ranks(two))
}

function ranks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2)
}

/** Pearson's. Not a number where one of the lists is all alike. */
function correlation(one: readonly number[], two: readonly number[]): number {
  const [meanOne, meanTwo] = [mean(one), mean(two)]
  const covariance = sum(one.map((value, i) => (value - meanOne) * ((two[i] ?? Number.NaN) - meanTwo)))
  return covariance / Math.sqrt(squares(one, meanOne) * squares(two, meanTwo))
}

function squares(values: readonly number[], around: number): number {
  return sum(values.map((value) => (value - around) ** 2))
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
