import type { TestDatabase } from '../../../test/database.ts'
import { sampleCombinations } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { parseStatisticsStatement } from '../../sql/index.ts'
import type { StatisticsSampler } from '../statistics/statistics-changes.ts'

/** Samples of a test's database. */
export function sampledFrom({ url }: TestDatabase): StatisticsSampler {
  return (wanted) =>
    withReader(parseTarget(url), async (client) => {
      const found = []
      for (const { on, sql } of wanted) found.push(await sampleCombinations(client, on, parseStatisticsStatement(sql)))
      return found
    })
}
