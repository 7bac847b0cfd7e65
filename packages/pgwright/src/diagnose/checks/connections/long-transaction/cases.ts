import type { CheckCase } from '../../../testing/check-case.ts'

const session = { pid: 7, role: 'app', application: '', holds_rows: true, statement: 'select 1' }

export const cases: readonly CheckCase[] = [
  { title: 'finds one that is open for hours', given: [{ ...session, transaction_ms: 8_000_000 }], finds: ['app'] },
  { title: 'leaves a short one', given: [{ ...session, transaction_ms: 60_000 }], finds: [] },
  {
    title: 'leaves one that holds no dead rows',
    given: [{ ...session, transaction_ms: 8_000_000, holds_rows: false }],
    finds: [],
  },
  {
    title: 'leaves one that has just begun to run',
    planted: 'create table t (id int)',
    live: async ({ connect }) => {
      const session = await connect()
      session.query('begin; select pg_sleep(60)').catch(() => undefined)
    },
    finds: [],
    fixable: false,
  },
]
