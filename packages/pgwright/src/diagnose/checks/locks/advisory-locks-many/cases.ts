import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a session with hundreds, and leaves a worker with one',
    planted: 'create table t (id int)',
    roles: ['hoarder', 'worker'],
    live: async ({ connect }) => {
      await (await connect('hoarder')).query('select pg_advisory_lock(n) from generate_series(1, 300) n')
      await (await connect('worker')).query('select pg_advisory_lock(1000)')
    },
    finds: ['hoarder'],
    leaves: ['worker'],
  },
]
