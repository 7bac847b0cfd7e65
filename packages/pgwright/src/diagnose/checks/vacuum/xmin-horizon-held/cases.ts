import type { CheckCase } from '../../../testing/check-case.ts'

const session = {
  kind: 'session',
  name: '4711',
  role: 'app',
  age: 5_000_000,
  held_s: 90_000,
  state: 'idle in transaction',
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds whoever holds it back by a million transactions, and leaves what is young',
    given: [
      session,
      { kind: 'slot', name: 'forgotten', role: null, age: 900_000_000, held_s: null, state: 'inactive' },
      { kind: 'prepared transaction', name: 'order 7', role: 'app', age: 2_000_000, held_s: 9_000, state: null },
      { kind: 'standby', name: 'reports', role: 'replica', age: 3_000_000, held_s: null, state: 'streaming' },
      { ...session, name: 'near_young', age: 900 },
      { kind: 'slot', name: 'near_reading', role: null, age: 40_000, held_s: null, state: 'active' },
    ],
    finds: ['4711', 'forgotten', 'order 7', 'reports'],
    leaves: ['near_young', 'near_reading'],
  },
  {
    title: 'leaves sessions that hold nothing, and a transaction that is young',
    planted: 'create table t (id int)',
    live: async ({ connect }) => {
      await connect()
      await (await connect()).query('begin; insert into t values (1)')
    },
    finds: [],
  },
]
