import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

const statement = {
  query: 'select * from orders where id = $1',
  calls: 10_000,
  rows: 10_000,
  total_ms: 50_000,
  all_ms: 100_000,
  all_calls: 90_000,
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one with wide scatter',
    given: [{ ...statement, max_ms: 9_000, stddev_ms: 80 }],
    finds: [fingerprint(statement.query)],
  },
  { title: 'leaves a steady one', given: [{ ...statement, max_ms: 1_200, stddev_ms: 4 }], finds: [] },
  { title: 'leaves scatter of milliseconds', given: [{ ...statement, max_ms: 90, stddev_ms: 40 }], finds: [] },
]
