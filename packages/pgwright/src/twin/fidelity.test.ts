import { expect, test } from 'vitest'
import { describeMajors } from '../../test/majors.ts'
import { twinServer } from '../../test/twins.ts'
import { observe } from '../observe/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import { comparePlans } from './compare-plans.ts'
import { explainPlan } from './explain.ts'
import { zooStatements } from './testing/zoo.ts'
import { zooQueries } from './testing/zoo-queries.ts'
import { Twin } from './twin.ts'

describeMajors(
  'a twin of a source with every kind of statistics',
  async (client, major) => {
    for (const statement of zooStatements(major)) await client.query(statement)
  },
  (source, major) => {
    test('plans every query as the source does, to the last digit of its costs', async () => {
      const snapshot = await withReader(parseTarget(source().url()), (client) => observe(client, { workload: false }))
      const twin = await Twin.open(snapshot, { server: await twinServer(major) })
      try {
        expect(twin.gaps).toEqual([])
        const context = { role: null, settings: {} }
        const different: string[] = []
        for (const sql of zooQueries()) {
          const real = await explainPlan(source().client, major, sql)
          const { difference } = comparePlans(real, await twin.explain(sql, context))
          if (difference !== null) different.push(`${sql}: ${difference}`)
        }
        expect(different).toEqual([])
      } finally {
        await twin.close()
      }
    }, 60_000)
  },
)
