import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a session whose statement is longer than what is kept',
    planted: 'create table t (id int)',
    live: async ({ connect }) => {
      const session = await connect()
      await session.query(`select ${'1, '.repeat(500)} 1`)
    },
    finds: ['track_activity_query_size'],
  },
  {
    title: 'leaves sessions with shorter ones',
    planted: 'create table t (id int)',
    live: async ({ connect }) => {
      const session = await connect()
      await session.query(`select ${'1, '.repeat(300)} 1`)
    },
    finds: [],
  },
]
