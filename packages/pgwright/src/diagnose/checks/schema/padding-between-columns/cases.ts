import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds rows that are a third padding',
    given: [{ schema: 'public', table: 'Points', lost: 14, rows: 5_000_000 }],
    finds: ['public."Points"'],
  },
  {
    title: 'finds nothing in small tables',
    planted: 'create table near_small (a bool, b bigint, c bool, d bigint); analyze',
    finds: [],
    leaves: ['public.near_small'],
  },
]
