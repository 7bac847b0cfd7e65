/**
 * How sure it is that one side is faster, by how many of the pairs agree (the sign test, two-sided): 1 less the chance
 * that as many would if each pair were a coin. It asks nothing of how times are distributed. Ties say nothing; null
 * without any other pair.
 */
export function signConfidence(differences: readonly number[]): number | null {
  const signs = differences.filter((difference) => difference !== 0)
  if (signs.length === 0) return null
  const positive = signs.filter((difference) => difference > 0).length
  const most = Math.max(positive, signs.length - positive)
  return Math.max(0, 1 - 2 * tail(signs.length, most))
}

/** The chance of at least `least` heads in so many throws. */
function tail(throws: number, least: number): number {
  let term = 0.5 ** throws
  let sum = 0
  for (let heads = throws; heads >= least; heads--) {
    sum += term
    term *= heads / (throws - heads + 1)
  }
  return sum
}
