import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a pool of a superuser, and leaves one of another role',
    planted: 'create table t (id int)',
    roles: ['ordinary'],
    live: async ({ connect }) => {
      for (let n = 0; n < 5; n++) {
        await (await connect()).query(`set application_name = 'shop'`)
        await (await connect('ordinary')).query(`set application_name = 'near'`)
      }
    },
    finds: ['postgres "shop"'],
    leaves: ['ordinary "near"'],
  },
  {
    title: 'leaves an administrator with two sessions',
    planted: 'create table t (id int)',
    live: async ({ connect }) => {
      await connect()
      await connect()
    },
    finds: [],
  },
]
