import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

const statement = {
  query: 'update orders set state = $2 where id = $1',
  calls: 10_000_000,
  rows: 10_000_000,
  total_ms: 500_000,
  all_ms: 1_000_000,
  all_calls: 20_000_000,
}
const gigabyte = 2 ** 30

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that writes most',
    given: [{ ...statement, wal_bytes: 80 * gigabyte, all_wal_bytes: 100 * gigabyte }],
    finds: [fingerprint(statement.query)],
  },
  {
    title: 'leaves one of many',
    given: [{ ...statement, wal_bytes: 80 * gigabyte, all_wal_bytes: 1000 * gigabyte }],
    finds: [],
  },
  { title: 'leaves most of little', given: [{ ...statement, wal_bytes: 8_000, all_wal_bytes: 10_000 }], finds: [] },
]
