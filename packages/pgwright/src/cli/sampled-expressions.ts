import type { Sampler, StatisticsSampler } from '../advise/index.ts'
import type { ColumnStatistics, ExtendedData } from '../model/index.ts'
import { sampleCombinations, sampleExpression } from '../observe/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import { parseStatisticsStatement } from '../sql/index.ts'

/** Advice is worth no long query on the source. */
const timeoutMs = 1000

/** Reads samples of a database, in one read-only transaction. What can't be read is left to the planner's guesses. */
export function samplerOf(source: string | undefined): Sampler {
  return (wanted) =>
    withReader(parseTarget(source), async (client) => {
      const found: (ColumnStatistics | null)[] = []
      for (const { on, expression } of wanted)
        found.push(await sampleExpression(client, on, expression, { timeoutMs }).catch(() => null))
      return found
    })
}

/** The same of what extended statistics would hold. What can't be read is advised nothing about. */
export function togetherSamplerOf(source: string | undefined): StatisticsSampler {
  return (wanted) =>
    withReader(parseTarget(source), async (client) => {
      const found: (ExtendedData | null)[] = []
      for (const { on, sql } of wanted)
        found.push(await sampleCombinations(client, on, parseStatisticsStatement(sql), { timeoutMs }).catch(() => null))
      return found
    })
}
