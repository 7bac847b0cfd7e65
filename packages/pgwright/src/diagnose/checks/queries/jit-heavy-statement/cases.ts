import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

const statement = {
  query: 'select * from orders where id = $1',
  calls: 1_000,
  rows: 1_000,
  total_ms: 100_000,
  all_ms: 300_000,
  all_calls: 90_000,
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that is mostly compiled',
    given: [{ ...statement, jit_ms: 70_000 }],
    finds: [fingerprint(statement.query)],
  },
  { title: 'leaves one where it is a small part', given: [{ ...statement, jit_ms: 5_000 }], finds: [] },
  { title: 'leaves a database without it', given: [statement], finds: [] },
]
