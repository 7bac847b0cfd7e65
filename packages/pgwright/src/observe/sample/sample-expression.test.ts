import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { ColumnStatistics } from '../../model/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { parseArrayText } from '../../sql/index.ts'
import { observe } from '../observe.ts'
import { sampleExpression } from './sample-expression.ts'

const schema = `
  create table t as select i as id, 'Name ' || (power(random(), 3) * 4000)::int as name,
    case when i % 10 = 0 then null else (i * 7919) % 3 end as few from generate_series(1, 20000) i;
  create table large as select i as id, (i::bigint * 7919) % 5000 as many from generate_series(1, 200000) i;
  create index by_name on t (lower(name)); create index by_few on t ((few + 1)); create index by_id on t ((id * -1));
  create index by_many on large ((many + 1));
  create table kin (id int, many int); create table kin_1 () inherits (kin); create table kin_2 () inherits (kin_1);
  insert into kin_1 select i, i from generate_series(1, 70000) i;
  insert into kin_2 select i, i from generate_series(70001, 140000) i;
  analyze t; analyze large; analyze kin; analyze kin_1; analyze kin_2`

describe('a sample of an expression', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createDatabase({ schema })
  })

  const sample = (table: string, expression: string) =>
    withReader(parseTarget(database.url), (client) =>
      sampleExpression(client, { schema: 'public', name: table }, expression),
    )
  const analysed = async (index: string): Promise<ColumnStatistics | undefined> => {
    const snapshot = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
    return snapshot.columnStatistics.find(({ table }) => table === index)
  }

  test.each([
    ['by_name', 'lower(name)'],
    ['by_few', '(few + 1)'],
    ['by_id', 'id * -1'],
  ])('that is the whole table tells what ANALYZE does: %s', async (index, expression) => {
    const [own, theirs] = [await sample('t', expression), await analysed(index)]
    expect({ ...own, histogram: bounds(own) }).toMatchObject({
      distinct: expect.closeTo(theirs?.distinct ?? 0, 5),
      nullFraction: expect.closeTo(theirs?.nullFraction ?? 0, 5),
      averageWidth: theirs?.averageWidth,
      commonFrequencies: theirs?.commonFrequencies?.map((share) => expect.closeTo(share, 5)) ?? null,
      histogram: theirs === undefined ? null : bounds(theirs),
      correlation: expect.closeTo(theirs?.correlation ?? 0, 3),
    })
  })

  const bounds = ({ histogram }: ColumnStatistics) => (histogram === null ? null : parseArrayText(histogram))

  test('that is a part of the table comes near to it', async () => {
    const [own, theirs] = [await sample('large', 'many + 1'), await analysed('by_many')]
    expect((own.distinct / (theirs?.distinct ?? 1)).toFixed(1)).toBe('1.0')
  })

  test('of a table with heirs is one of all their rows', async () => {
    const { distinct } = await sample('kin', 'many + 1')
    // Below zero it is a share of the rows: each of the 140,000 has a value of its own.
    expect(distinct).toBeLessThan(-0.9)
  })

  test.each(['id), (name', 'id) from t where (true', '(select 1)', 'id; drop table t', '$1', 'id -- ', ''])(
    'is refused for what is not one expression: %s',
    async (expression) => {
      await expect(sample('t', expression)).rejects.toMatchObject({ code: 'usage' })
    },
  )
})
