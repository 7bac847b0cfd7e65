import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { Change } from '../../model/index.ts'
import { adviseOn } from '../testing/advised.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table appointment (id int primary key, barber int not null, starts timestamptz not null, price int, note text);
      insert into appointment select i, i % 10, timestamptz '2024-01-01' + i * interval '10 min', nullif(i % 3000, 0), repeat('x', 80)
        from generate_series(1, 60000) i;
      create index appointment_barber on appointment (barber);
      create index appointment_price on appointment (price);
      analyze appointment`,
  })
})

const byDay = 'select id, note from appointment where barber = $1 and date(starts) = $2'

describe('a statement that hides a column from its indexes', () => {
  test('is advised in another form with the index that it then wants', async () => {
    const { plan } = await adviseOn(database, [{ sql: byDay }])
    const rewrite = plan.changes.find(({ kind }) => kind === 'rewrite-query')
    expect(rewrite?.forms?.after[0]?.sql).toBe(
      'select id, note from appointment where barber = $1 and date(starts) = $2 and starts >= $2::date - 1 and starts <= $2::date + 2',
    )
    const index = plan.changes.find(({ id }) => rewrite?.dependsOn.includes(id))
    expect(index?.sql).toMatch(/on public\.appointment \((barber, )?starts\)/)
    // The gain is told once, the rest as of any index.
    expect(rewrite?.benefit.total).toBeGreaterThan(0)
    expect(index?.benefit.total).toBe(0)
    expect(index?.details?.buildMs).toBeGreaterThan(0)
    expect(index?.details?.caveats.join()).toMatch(/drawn from statistics/)
    expect(await sameRows(rewrite)).toBe(5)
  })

  test('has an index for nothing that another one has made room for', async () => {
    const sqls = [
      'select id, note from appointment where date(starts) = $1',
      'select note from appointment where date(starts) = $1 and price > $2',
    ]
    const { plan } = await adviseOn(
      database,
      sqls.map((sql) => ({ sql })),
      { kinds: ['btree'], maxIndexes: 1 },
    )
    const rewrites = plan.changes.filter(({ kind }) => kind === 'rewrite-query')
    const indexes = plan.changes.filter(({ kind }) => kind === 'create-index')
    expect(indexes.map(({ sql }) => sql)).toEqual([expect.stringMatching(/\(starts\)/)])
    expect(rewrites.map(({ dependsOn }) => dependsOn)).toEqual([[indexes[0]?.id], [indexes[0]?.id]])
  })

  test('is left as it is where that would gain too little', async () => {
    const { plan } = await adviseOn(database, [{ sql: `${byDay} and id = $3` }])
    expect(plan.changes.filter(({ kind }) => kind === 'rewrite-query')).toEqual([])
  })

  test('has its values drawn from the table, and none of the workload in the plan', async () => {
    const sql = `select id from appointment where coalesce(price, 4711) = 8128 and id <> 97310`
    const { plan } = await adviseOn(database, [{ sql }], { kinds: ['btree'] })
    const rewrite = plan.changes.find(({ kind }) => kind === 'rewrite-query')
    expect(JSON.stringify(plan)).not.toMatch(/4711|8128|97310/)
    expect(await sameRows(rewrite)).toBe(5)
  })
})

/** Asks both forms with each set of values. Returns how many there were. */
async function sameRows(change: Change | undefined): Promise<number> {
  const { client } = database
  const { before, after, values } = change?.forms ?? { before: [], after: [], values: 'select' }
  const sets = (await client.query<unknown[]>({ text: values, rowMode: 'array' })).rows
  for (const set of sets) {
    const [one, other] = [await client.query(before[0]?.sql ?? '', set), await client.query(after[0]?.sql ?? '', set)]
    expect(one.rows.length).toBeGreaterThan(0)
    expect(other.rows).toEqual(expect.arrayContaining(one.rows))
    expect(other.rows).toHaveLength(one.rows.length)
  }
  return sets.length
}
