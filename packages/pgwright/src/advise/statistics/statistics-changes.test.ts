import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { planNodes } from '../../twin/index.ts'
import { adviseOn, type TestStatement } from '../testing/advised.ts'
import { sampledFrom } from '../testing/sampled.ts'
import type { StatisticsSampler } from './statistics-changes.ts'

/** A city lies in one region, a kind belongs to one family, a mood goes with anything. */
let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({
    schema: `
      create table visit (id int primary key, region int not null, city int not null, kind int not null,
        family text not null, mood int not null, at timestamp not null, note text);
      insert into visit select i, c / 10, c, c % 40, 'family ' || c % 40 / 2, i / 1000 % 20,
          timestamp '2024-01-01' + i * interval '1 min', repeat('x', 40)
        from (select i, (i * 31) % 1000 as c from generate_series(1, 200000) i) as t;
      create table stay (id int primary key, visit int not null, price int);
      insert into stay select i, i % 200000, i % 90 from generate_series(1, 200000) i;
      create index stay_visit on stay (visit);
      analyze`,
  })
})

const joined = (condition: string) =>
  `select sum(s.price) from visit v join stay s on s.visit = v.id where ${condition}`

/** Of the statistics that are advised for statements, where nothing else may be. */
async function advised(statements: readonly (string | TestStatement)[], sampleTogether?: StatisticsSampler) {
  const asked = statements.map((one) => (typeof one === 'string' ? { sql: one } : one))
  const options = { kinds: [], sampleTogether: sampleTogether ?? sampledFrom(database) }
  const { plan } = await adviseOn(database, asked, options)
  return { plan, changes: plan.changes.filter(({ kind }) => kind === 'create-statistics') }
}

describe('columns of which one tells the other', () => {
  test('get statistics where a join is planned for far fewer rows than there are, with both plans and no value', async () => {
    const { changes, plan } = await advised([joined('v.kind = $1 and v.family = $2')])
    expect(changes).toMatchObject([
      {
        sql: 'create statistics public.visit_family_kind_stat (ndistinct, dependencies, mcv) on family, kind from public.visit; analyze public.visit',
        rollbackSql: 'drop statistics public.visit_family_kind_stat',
        benefit: { total: 0 },
        statistics: { of: 'rows' },
        forms: { role: null },
      },
    ])
    const { independent = 0, withStatistics = 0, sampled = 0, plans = [] } = changes[0]?.statistics ?? {}
    expect(sampled / independent).toBeGreaterThan(10)
    expect(withStatistics / sampled).toBeCloseTo(1, 1)
    const joins = (node: unknown) => planNodes(node as Parameters<typeof planNodes>[0]).map((one) => one['Node Type'])
    expect(joins(plans[0]?.before)).toContain('Nested Loop')
    expect(joins(plans[0]?.after)).toContain('Hash Join')
    expect(JSON.stringify(plan)).not.toMatch(/family \d/)
    expect(changes[0]?.reason).toMatch(/can't be compared/)
  })

  test('get statistics where groups are expected that are not there', async () => {
    const { changes } = await advised(['select region, city, count(*), max(note) from visit group by region, city'])
    expect(changes).toMatchObject([{ statistics: { of: 'groups', sampled: 1000, withStatistics: 1000 } }])
    expect(changes[0]?.sql).toMatch(/\(ndistinct\) on city, region from/)
  })

  test('get them for the constants of a statement that go together, and none for those that do not', async () => {
    const together = await advised([joined(`v.kind = 6 and v.family = 'family 3'`)])
    expect(together.changes).toHaveLength(1)
    expect(JSON.stringify(together.plan)).not.toMatch(/family \d/)
    expect((await advised([joined(`v.kind = 6 and v.family = 'family 9'`)])).changes).toEqual([])
  })

  test('get none where the plan stays, nor by what could not be sampled', async () => {
    const counted = 'select count(*) from visit where kind = $1 and family = $2 and note like $3'
    expect((await advised([counted])).changes).toEqual([])
    const unreadable: StatisticsSampler = async (wanted) => wanted.map(() => null)
    expect((await advised([joined('v.kind = $1 and v.family = $2')], unreadable)).changes).toEqual([])
  })

  test('get none for a statement that is next to nothing of the workload', async () => {
    const rare = { sql: joined('v.kind = $1 and v.family = $2'), calls: 1 }
    const common = { sql: 'select max(note) from visit where mood > $1', calls: 10_000 }
    expect((await advised([rare, common])).changes).toEqual([])
  })
})

test('columns that have nothing to do with one another get no statistics', async () => {
  const { changes } = await advised([
    joined('v.kind = $1 and v.mood = $2'),
    'select kind, mood, max(note) from visit group by kind, mood',
  ])
  expect(changes).toEqual([])
})

test('an expression of which the planner knows nothing gets statistics', async () => {
  const { changes } = await advised([`select date_trunc('month', at), count(*) from visit group by 1`])
  expect(changes).toMatchObject([
    {
      sql: expect.stringMatching(
        /^create statistics public\.\S+_stat on \(date_trunc\('month'.*\) from public\.visit;/,
      ),
      statistics: { of: 'groups', sampled: 5, withStatistics: 5 },
    },
  ])
})
