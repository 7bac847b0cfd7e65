import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

const statement = {
  query: 'select * from orders where id = $1',
  calls: 5_000_000,
  rows: 5_000_000,
  all_calls: 9_000_000,
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that is half of all',
    given: [{ ...statement, total_ms: 2_000_000, all_ms: 4_000_000 }],
    finds: [fingerprint(statement.query)],
  },
  { title: 'leaves one among many', given: [{ ...statement, total_ms: 400_000, all_ms: 4_000_000 }], finds: [] },
  { title: 'leaves half of nearly nothing', given: [{ ...statement, total_ms: 200, all_ms: 400 }], finds: [] },
]
