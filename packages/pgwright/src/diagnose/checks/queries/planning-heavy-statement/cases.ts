import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

const statement = {
  query: 'select * from orders where id = $1',
  calls: 1_000,
  rows: 1_000,
  total_ms: 2_000,
  plans: 1_000,
  all_ms: 300_000,
  all_calls: 90_000,
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that is mostly planned',
    given: [{ ...statement, plan_ms: 20_000 }],
    finds: [fingerprint(statement.query)],
  },
  { title: 'leaves a quick plan', given: [{ ...statement, plan_ms: 500 }], finds: [] },
  { title: 'leaves what is not tracked', given: [{ ...statement, plans: 0, plan_ms: 0 }], finds: [] },
]
