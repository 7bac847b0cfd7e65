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

/**
 * How often runs are made anew at most where it is not clear yet whether there is a difference. Who looks several times
 * sees a chance difference the more often, so each look has its part of the error alone (Bonferroni).
 */
export const mostLooks = 3

/** Whether most pairs gain, and so many that it is sure to that confidence, from 0 to 1, however often one looks. */
export function isSureGain(differences: readonly number[], confidence: number): boolean {
  const balance = differences.reduce((sum, difference) => sum + Math.sign(difference), 0)
  return balance > 0 && (signConfidence(differences) ?? 0) >= lookConfidence(confidence)
}

/** Pairs that are enough for a confidence below 1 where all of them agree. */
export function pairsFor(confidence: number): number {
  return Math.ceil(Math.log2(2 / (1 - lookConfidence(confidence))))
}

function lookConfidence(confidence: number): number {
  return 1 - (1 - confidence) / mostLooks
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
