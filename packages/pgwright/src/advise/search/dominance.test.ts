import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { fingerprint } from '../../sql/index.ts'
import { Twin } from '../../twin/index.ts'
import { CandidateSource } from '../candidates/candidate-specs.ts'
import { indexKinds } from '../candidates/kinds.ts'
import { planWorkload } from '../planned-statement.ts'
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

test('hiding what a smaller index answers for changes no cost', async () => {
  const observed = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
  const texts = statements.map((sql) => ({
    fingerprint: fingerprint(sql),
    sql,
    role: null,
    calls: 1,
    totalMs: 0,
    rows: 0,
  }))
  const snapshot: Snapshot = { ...observed, workload: { source: 'the test', statements: texts, excluded: [] } }
  const twin = await Twin.open(snapshot)
  try {
    const planned = (await planWorkload(twin, snapshot)).statements
    const source = new CandidateSource(snapshot, planned, { kinds: new Set(indexKinds), maxWidth: 4 })
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
  } finally {
    await twin.close()
  }
})
