import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { twinServer } from '../../../test/twins.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { fingerprint } from '../../sql/index.ts'
import { Twin } from '../../twin/index.ts'
import { CandidateSource } from '../candidates/candidate-specs.ts'
import { indexKinds } from '../candidates/kinds.ts'
import { type PlannedStatement, planWorkload } from '../planned-statement.ts'
import { bitsOf, membersOf } from './bits.ts'
import { Dominance } from './dominance.ts'
import { StatementPlans } from './statement-plans.ts'
import { WhatIf } from './what-if.ts'

const statements = [
  'select * from visit where shop = $1 and day >= $2 order by day desc limit 10',
  'select day, count(*) from visit where shop = $1 group by day',
  'select v.note from visit v join shop s on s.id = v.shop where s.city = $1 and v.gone is null',
  'select max(paid) from visit where shop = $1',
  'select count(*) from visit a join visit b on b.guest = a.guest where a.shop = $1 and b.paid > $2',
]

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
  await database.client.query(`
    create table shop (id int primary key, city int not null, name text);
    create table visit (id int primary key, shop int not null, guest int not null, day date not null, paid int,
      gone date, note text);
    insert into shop select i, i % 40, 'shop ' || i from generate_series(1, 400) i;
    insert into visit select i, i % 400, i * 7 % 9000, date '2025-01-01' + i % 700, i % 90,
      case when i % 3 = 0 then date '2025-01-01' end, repeat('x', 80) from generate_series(1, 60000) i;
    analyze`)
})

async function onTwin(
  sqls: readonly string[],
  work: (twin: Twin, planned: readonly PlannedStatement[]) => Promise<void>,
) {
  const observed = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
  const texts = sqls.map((sql) => ({ fingerprint: fingerprint(sql), sql, role: null, calls: 1, totalMs: 0, rows: 0 }))
  const snapshot: Snapshot = { ...observed, workload: { source: 'the test', statements: texts, excluded: [] } }
  const twin = await Twin.open(snapshot, { server: await twinServer() })
  try {
    await work(twin, (await planWorkload(twin, snapshot)).statements)
  } finally {
    await twin.close()
  }
}

test('hiding what a smaller index answers for changes no cost', async () => {
  await onTwin(statements, async (twin, planned) => {
    const source = new CandidateSource(twin.snapshot, planned, { kinds: new Set(indexKinds), maxWidth: 4 })
    const candidates = await twin.addIndexes(planned.flatMap(({ accesses }) => source.specs(accesses)))
    const all = bitsOf(candidates.length, candidates.keys())
    const whatIf = new WhatIf(twin, candidates)
    const answers: number[] = []
    for (const statement of planned) {
      const plans = new StatementPlans(1, whatIf.relevantTo(statement))
      await whatIf.plan(statement, plans, all)
      answers.push(plans.atMost(all))
      const needed = new Dominance(candidates).undominated(statement, plans.relevant)
      expect(needed.size).toBeLessThan(membersOf(plans.relevant).length)
    }
    await twin.show(candidates, true)
    for (const [i, { sql, context }] of planned.entries()) {
      // The planner takes paths for equal whose costs differ by a hundredth.
      const cost = (await twin.explain(sql, context))['Total Cost']
      expect(answers[i] ?? 0).toBeLessThan(cost * 1.01)
      expect(answers[i] ?? 0).toBeGreaterThan(cost * 0.99)
    }
  })
})

test('what an index that was left in sight does for a statement counts for no set without it', async () => {
  await database.client.query('create index visit_paid on visit (paid) with (fillfactor = 10); analyze visit')
  // Its order comes from the index that is there, so that nothing in its plan says that it seeks `paid`.
  const ordered = 'select note from visit order by paid limit 3000'
  await onTwin([ordered, 'select id from visit where paid = $1 and guest = $2'], async (twin, [first, second]) => {
    if (first === undefined || second === undefined) throw new Error('Both can be planned.')
    const keys = ['paid', 'guest'].map((column) => ({ column, descending: false }))
    const on = { schema: 'public', name: 'visit' }
    const whatIf = new WhatIf(twin, await twin.addIndexes([{ on, keys, include: [], predicate: null }]))
    const [none, both] = [bitsOf(1, []), bitsOf(1, [0])]
    await whatIf.plan(second, new StatementPlans(1, whatIf.relevantTo(second)), both)
    const plans = new StatementPlans(1, whatIf.relevantTo(first))
    await whatIf.plan(first, plans, none)
    expect(plans.atMost(none)).toBe(first.plan['Total Cost'])
  })
})
