import { setTimeout as pause } from 'node:timers/promises'
import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds readers that wait behind an alteration that waits',
    planted: 'create table queued (id int)',
    live: async ({ connect }) => {
      await (await connect()).query('begin; select * from queued')
      const altering = await connect()
      altering.query('alter table queued add column x int').catch(() => undefined)
      await pause(200)
      const reading = await connect()
      reading.query('select * from queued').catch(() => undefined)
      await pause(200)
    },
    finds: ['public.queued'],
  },
  {
    title: 'leaves one that waits alone, and writers that wait for a row',
    planted: 'create table near_alone (id int); create table near_row (id int); insert into near_row values (1)',
    live: async ({ connect }) => {
      await (await connect()).query('begin; select * from near_alone; update near_row set id = 1')
      const altering = await connect()
      altering.query('alter table near_alone add column x int').catch(() => undefined)
      const writing = await connect()
      writing.query('update near_row set id = 1').catch(() => undefined)
      await pause(200)
    },
    finds: [],
    leaves: ['public.near_alone', 'public.near_row'],
  },
]
