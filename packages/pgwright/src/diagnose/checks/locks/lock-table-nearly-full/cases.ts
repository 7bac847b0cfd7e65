import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that most of it is taken',
    given: [{ locks: 5_000, room: 6_400, per_transaction: 64 }],
    finds: ['max_locks_per_transaction'],
  },
  { title: 'leaves a table with room', given: [{ locks: 300, room: 6_400, per_transaction: 64 }], finds: [] },
  {
    title: 'leaves a transaction with some hundred locks',
    planted: 'create table t (id int)',
    live: async ({ connect }) => {
      await (await connect()).query('begin; select pg_advisory_xact_lock(n) from generate_series(1, 500) n')
    },
    finds: [],
  },
]
