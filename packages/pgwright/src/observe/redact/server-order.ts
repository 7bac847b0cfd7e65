/**
 * Values in the order that the server has them in, as far as histograms show it, and in that of `compare` where they
 * don't: a collation can differ from one machine to another, and the order of some types is not known here.
 *
 * @param chains values that are in order
 */
export function inServerOrder(
  values: ReadonlySet<string>,
  chains: readonly (readonly string[])[],
  compare: (a: string, b: string) => number,
): string[] {
  const sorted = [...values].sort(compare)
  const ranks = new Map(sorted.map((value, rank) => [value, rank]))
  const rankOf = (value: string) => ranks.get(value) ?? 0
  const agrees = chains.every((chain) =>
    chain.every((value, i) => i === 0 || rankOf(chain[i - 1] ?? '') <= rankOf(value)),
  )
  return agrees ? sorted : alongChains(sorted, rankOf, chains)
}

/** Each value once all that come before it in some chain are placed, the least by `compare` of those first. */
function alongChains(
  sorted: readonly string[],
  rankOf: (value: string) => number,
  chains: readonly (readonly string[])[],
): string[] {
  const after = sorted.map((): number[] => [])
  const before = sorted.map(() => 0)
  for (const chain of chains) {
    for (const [i, value] of chain.entries()) {
      const next = chain[i + 1]
      if (next === undefined || next === value) continue
      after[rankOf(value)]?.push(rankOf(next))
      before[rankOf(next)] = (before[rankOf(next)] ?? 0) + 1
    }
  }
  const ready = sorted.flatMap((_, rank) => (before[rank] === 0 ? [rank] : []))
  const placed: number[] = []
  for (let rank = ready.shift(); rank !== undefined; rank = ready.shift()) {
    placed.push(rank)
    for (const next of after[rank] ?? []) {
      before[next] = (before[next] ?? 0) - 1
      if (before[next] === 0) insert(ready, next)
    }
  }
  // What contradicts itself is not placed, and so has no stand-in.
  return placed.flatMap((rank) => sorted[rank] ?? [])
}

function insert(ranks: number[], rank: number): void {
  let [low, high] = [0, ranks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranks[middle] ?? 0) < rank) low = middle + 1
    else high = middle
  }
  ranks.splice(low, 0, rank)
}
