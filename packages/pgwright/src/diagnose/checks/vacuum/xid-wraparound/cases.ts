import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds databases whose age autovacuum should have brought down, and leaves those that it is about to',
    given: [
      { name: 'Late', age: 700_000_000, begins_at: 200_000_000 },
      { name: 'very_late', age: 1_900_000_000, begins_at: 200_000_000 },
      { name: 'near_due', age: 220_000_000, begins_at: 200_000_000 },
      { name: 'near_young', age: 50_000_000, begins_at: 200_000_000 },
    ],
    finds: ['"Late"', 'very_late'],
    leaves: ['near_due', 'near_young'],
  },
  {
    title: 'takes the age at which autovacuum begins from the settings',
    given: [{ name: 'near_set_high', age: 1_100_000_000, begins_at: 1_000_000_000 }],
    finds: [],
    leaves: ['near_set_high'],
  },
]
