import { setTimeout as pause } from 'node:timers/promises'
import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'names the session at the root of a chain, once for all that wait',
    planted: 'create table t (id int primary key); insert into t values (1), (2)',
    roles: ['root', 'middle', 'leaf'],
    live: async ({ client, connect }) => {
      await client.query('grant all on t to root, middle, leaf')
      const root = await connect('root')
      await root.query('begin; update t set id = 1 where id = 1')
      const middle = await connect('middle')
      await middle.query('begin; update t set id = 2 where id = 2')
      middle.query('update t set id = 1 where id = 1').catch(() => undefined)
      const leaf = await connect('leaf')
      leaf.query('update t set id = 2 where id = 2').catch(() => undefined)
      await pause(1_300)
    },
    finds: ['root'],
    leaves: ['middle', 'leaf'],
  },
  {
    title: 'leaves a wait of a moment',
    planted: 'create table t (id int primary key); insert into t values (1)',
    live: async ({ connect }) => {
      await (await connect()).query('begin; update t set id = 1')
      const waiting = await connect()
      waiting.query('update t set id = 1').catch(() => undefined)
    },
    finds: [],
    fixable: false,
  },
  {
    title: 'leaves a session that only holds locks',
    planted: 'create table t (id int)',
    live: async ({ connect }) => {
      await (await connect()).query('begin; lock table t')
    },
    finds: [],
  },
  {
    title: 'tells a prepared transaction as one',
    given: [
      {
        pid: 7,
        role: 'app',
        application: '',
        blockers: [0],
        waited_ms: 90_000,
        state: 'active',
        transaction_ms: 90_000,
        statement: 'select 1',
      },
    ],
    finds: ['a prepared transaction'],
  },
]
