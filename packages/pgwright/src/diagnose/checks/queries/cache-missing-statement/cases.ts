import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

const statement = {
  query: 'select * from orders where id = $1',
  calls: 1_000,
  rows: 1_000,
  total_ms: 50_000,
  all_ms: 100_000,
  all_calls: 90_000,
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that reads most from outside',
    given: [{ ...statement, hit: 1_000_000, read: 4_000_000 }],
    finds: [fingerprint(statement.query)],
  },
  { title: 'leaves one that finds most', given: [{ ...statement, hit: 90_000_000, read: 4_000_000 }], finds: [] },
  { title: 'leaves one that reads little', given: [{ ...statement, hit: 10, read: 40 }], finds: [] },
]
