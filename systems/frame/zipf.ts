/** A tenant's part of something that is numbered from 0: the slots from `first` on. */
export interface Part {
  readonly first: number
  readonly size: number
}

/**
 * Divides `total` among `count` by Zipf's law, the biggest part first: part n weighs n to the power of −exponent. All
 * parts together are the total.
 */
export function zipfParts(count: number, total: number, exponent: number): readonly Part[] {
  const weights = Array.from({ length: count }, (_, rank) => (rank + 1) ** -exponent)
  const sum = weights.reduce((before, weight) => before + weight, 0)
  let weightSoFar = 0
  let first = 0
  return weights.map((weight, rank) => {
    weightSoFar += weight
    const end = rank === count - 1 ? total : Math.round((total * weightSoFar) / sum)
    const part = { first, size: end - first }
    first = end
    return part
  })
}
