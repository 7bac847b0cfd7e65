import type { CheckCase } from '../../../testing/check-case.ts'

const session = {
  role: 'app',
  application: 'web',
  sessions: 1,
  pids: ['7'],
  transaction_ms: 200_000,
  holds_rows: true,
  statement: 'select 1',
}

export const cases: readonly CheckCase[] = [
  { title: 'finds one that waits for minutes', given: [{ ...session, idle_ms: 180_000 }], finds: ['app "web"'] },
  { title: 'leaves one that thinks', given: [{ ...session, idle_ms: 2_000 }], finds: [] },
  {
    title: 'leaves a session that has just begun, and one that is idle without a transaction',
    planted: 'create table t (id int)',
    live: async ({ connect }) => {
      await (await connect()).query('begin; select * from t')
      await (await connect()).query('select * from t')
    },
    finds: [],
  },
]
