import { type RandomSource, shuffled } from '../model/index.ts'

/**
 * Runs the sides in turn, in an order drawn anew for each round, so that whatever else happens on the machine meets
 * all of them alike. Returns each side's results in the order of the rounds: equal positions make a pair.
 */
export async function interleave<Side, Result>(
  sides: readonly Side[],
  rounds: number,
  random: RandomSource,
  run: (side: Side, round: number) => Promise<readonly Result[]>,
): Promise<Map<Side, Result[]>> {
  const results = new Map<Side, Result[]>(sides.map((side) => [side, []]))
  for (let round = 0; round < rounds; round++) {
    for (const side of shuffled(sides, random)) results.get(side)?.push(...(await run(side, round)))
  }
  return results
}
