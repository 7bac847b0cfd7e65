import type { CheckCase } from '../../../testing/check-case.ts'

const table = { schema: 'public', name: 'T old', parts: 1, bytes: 1e9, age: 400_000_000, begins_at: 200_000_000 }

export const cases: readonly CheckCase[] = [
  { title: 'finds a table of twice the age at which it is frozen', given: [table], finds: ['public."T old"'] },
  {
    title: 'leaves one that has just come to that age',
    given: [{ ...table, age: 210_000_000 }],
    finds: [],
    leaves: ['public."T old"'],
  },
  {
    title: 'leaves a table that was just made',
    planted: 'create table near_new (id int primary key, x text)',
    finds: [],
    leaves: ['public.near_new'],
  },
]
