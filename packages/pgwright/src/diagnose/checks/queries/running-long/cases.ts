import type { CheckCase } from '../../../testing/check-case.ts'

const session = { pid: 7, role: 'app', application: 'web', wait: null }

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a query of an hour',
    given: [{ ...session, running_ms: 3_700_000, statement: 'select * from a, b' }],
    finds: ['app "web"'],
  },
  {
    title: 'leaves an index build of an hour',
    given: [{ ...session, running_ms: 3_700_000, statement: 'create index on t (a)' }],
    finds: [],
  },
  {
    title: 'leaves one that has just begun',
    planted: 'create table t (id int)',
    live: async ({ connect }) => {
      const session = await connect()
      session.query('select pg_sleep(60) from pg_class').catch(() => undefined)
    },
    finds: [],
  },
]
