import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { twinServer } from '../../../test/twins.ts'
import type { ExtendedData, Snapshot } from '../../model/index.ts'
import { observe, sampleCombinations } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { parseStatisticsStatement } from '../../sql/index.ts'
import { explainPlan } from '../explain.ts'
import type { TwinServer } from '../server.ts'
import { compareWhatIf } from './compare.ts'

/** Of `large` a sample is read; a zip tells the city, a city tells the state, and rows lie by their city. */
const schema = `
  create table small (id int, city text, zip int, street text) with (autovacuum_enabled = off);
  insert into small select i, case when i % 10 > 0 then 'City ' || i % 500 / 10 end, i % 500,
      case when i % 2000 = 3 then repeat(md5(i::text), 100) else 's' || i % 3000 end
    from generate_series(1, 20000) i;
  create table large (id int, city text, zip int, state text) with (autovacuum_enabled = off);
  insert into large select i, 'City ' || z / 10, z, 'State ' || z / 100
    from (select i, (power(i / 300000.0, 2) * 2000)::int as z from generate_series(1, 300000) i) as t;
  create table parted (id int, a int, b int) partition by list (a);
  create table parted_1 partition of parted for values in (0, 1, 2) with (autovacuum_enabled = off);
  create table parted_2 partition of parted default with (autovacuum_enabled = off);
  insert into parted select i, i % 7, i % 7 * 3 from generate_series(1, 10000) i;
  analyze`

const cases = [
  [
    'create statistics on city, zip from small',
    `select from small where city = 'City 7' and zip = 75`,
    'select city, zip from small group by city, zip',
  ],
  ['create statistics (dependencies) on zip, city from small', `select from small where city = 'City 3' and zip = 31`],
  [
    'create statistics on zip, city, street from small',
    `select from small where zip = 3 and city is null`,
    `select from small where city = 'City 40' and street = 's1401'`,
    'select from small group by city, street, zip',
    'select from small group by zip, street',
  ],
  [
    'create statistics on lower(city), (zip / 10) from small',
    `select from small where lower(city) = 'city 12' and zip / 10 = 12`,
    'select from small group by lower(city), zip / 10',
  ],
  ['create statistics on (zip % 7) from small', 'select from small where zip % 7 = 3'],
  [
    'create statistics on city, zip, state from large',
    `select from large where city = 'City 0' and state = 'State 0'`,
    `select from large where city = 'City 150' and zip = 1501`,
    `select from large where city = 'City 150' and state = 'State 15'`,
    `select from large where city = 'City 20' and state = 'State 15'`,
    'select from large group by city, zip',
    'select from large group by city, state',
  ],
  [
    'create statistics (ndistinct, dependencies) on city, zip from large',
    `select from large where city = 'City 3' and zip = 31`,
    'select from large group by city, zip',
  ],
  [
    'create statistics on a, b from parted',
    'select from parted where a = 5 and b = 15',
    'select from parted group by a, b',
  ],
]

describe('extended statistics as a what-if', () => {
  let source: TestDatabase
  let server: TwinServer
  beforeAll(async () => {
    source = await createDatabase()
    for (const statement of schema.split(';')) await source.client.query(statement)
    server = await twinServer()
  })

  /** What the source has and plans once it has the statistics, which are gone afterwards. */
  async function withReal<Result>(ddl: string, work: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
    await source.client.query(ddl.replace('create statistics', 'create statistics made'))
    try {
      await source.client.query(`analyze ${parseStatisticsStatement(ddl).table}`)
      return await work(await withReader(parseTarget(source.url), (client) => observe(client, { workload: false })))
    } finally {
      await source.client.query('drop statistics made')
    }
  }

  async function sample(ddl: string): Promise<ExtendedData> {
    const statement = parseStatisticsStatement(ddl)
    const data = await withReader(parseTarget(source.url), (client) =>
      sampleCombinations(client, { schema: 'public', name: statement.table }, statement),
    )
    if (data === null) throw new Error('The table is empty.')
    return data
  }

  test.each(cases)(
    'estimate rows within a tenth of what the source does once it has them: %s',
    async (ddl, ...queries) => {
      const real: number[] = []
      const columns = await withReal(ddl, async (snapshot) => {
        for (const query of queries) real.push((await explainPlan(source.client, 18, query))['Plan Rows'])
        return { ...snapshot, extendedStatistics: [] }
      })
      const statements = queries.map((query) => ({ sql: query, role: null, calls: 1 }))
      const whatIf = { kind: 'statistics', sql: ddl, data: await sample(ddl) } as const
      const result = await compareWhatIf(columns, [whatIf], statements, { server })
      expect(result.gaps).toEqual([])
      const estimated = result.statements.map(({ after }) => after['Plan Rows'])
      const near = real.map((rows) => expect.toSatisfy((own: number) => Math.abs(own - rows) <= Math.max(1, rows / 10)))
      expect(estimated).toEqual(near)
    },
  )

  test.each([
    'create statistics on city, zip, street from small',
    'create statistics on city, lower(street) from small',
    'create statistics on a, b from parted',
  ])('are to the last figure what ANALYZE finds, where every row is read: %s', async (ddl) => {
    const theirs = await withReal(ddl, async ({ extendedStatistics }) => extendedStatistics[0]?.data[0])
    expect(figuresOf(await sample(ddl))).toEqual(figuresOf(theirs))
  })

  test('say why they are without data', async () => {
    const whatIf = {
      kind: 'statistics',
      sql: 'create statistics on a, b from parted',
      withoutData: 'No reason.',
    } as const
    const snapshot = await withReader(parseTarget(source.url), (client) => observe(client, { workload: false }))
    expect((await compareWhatIf(snapshot, [whatIf], [], { server })).gaps).toMatchObject([{ reason: 'No reason.' }])
  })
})

/** Without the order, which `ANALYZE` leaves open among those that are as frequent. */
function figuresOf(data: ExtendedData | undefined) {
  const { inherited, distinct, dependencies, combinations, expressions } = data ?? {}
  return {
    inherited,
    distinct: distinct?.map(({ keys, distinct }) => `${keys} ${distinct}`).toSorted(),
    dependencies: dependencies?.map(({ from, to, degree }) => `${from} => ${to} ${degree.toFixed(9)}`).toSorted(),
    frequencies: combinations?.items.map(({ frequency }) => frequency.toFixed(9)),
    expressions: expressions?.map((one) => one?.distinct.toFixed(6)),
  }
}
