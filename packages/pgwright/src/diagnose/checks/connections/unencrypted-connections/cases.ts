import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'names who comes without encryption',
    given: [{ role: 'app', application: 'web', sessions: 12, hosts: ['10.0.0.7'] }],
    finds: ['app "web"'],
  },
  {
    title: 'leaves sessions by a socket',
    planted: 'create table t (id int)',
    live: async ({ connect }) => {
      await connect()
    },
    finds: [],
  },
]
