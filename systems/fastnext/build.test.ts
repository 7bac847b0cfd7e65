import { expect, test } from 'vitest'
import { testBuild } from '../frame/test/common.ts'
import { fastnext } from './index.ts'

const built = testBuild(fastnext, new URL('./schema/', import.meta.url), {
  identity: 7,
  projects: 7,
  workflows: 4,
  activity: 3,
})

test('every table has the second index on its key that the models make', async () => {
  const indexes = await built.system.owner.query(
    `select indexname from pg_indexes where schemaname = 'public' and indexname like 'ix\\_%\\_id' and indexdef like '%(id)'`,
  )
  expect(indexes).toHaveLength(21)
})

test('activity grows over the months, by day more than by night, and belongs to few', async () => {
  const [row] = await built.system.owner.query(
    `select
       count(*) filter (where "timestamp" >= '2025-01-13') > 1.5 * count(*) filter (where "timestamp" < '2023-12-11') as grows,
       count(*) filter (where extract(hour from "timestamp" at time zone 'UTC') between 8 and 16)
         > 0.6 * count(*) as by_day,
       count(*) filter (where extract(isodow from "timestamp" at time zone 'UTC') > 5) < 0.12 * count(*) as weekends,
       (select sum(n) from (select count(*) as n from activity_logs group by user_id order by 1 desc limit 100) as most)
         > 0.25 * count(*) as few,
       bool_and("timestamp" >= '2023-11-06' and "timestamp" < '2025-02-17') as in_time
     from activity_logs`,
  )
  expect(row).toEqual({ grows: true, by_day: true, weekends: true, few: true, in_time: true })
})

test('nobody acts before having signed up', async () => {
  const early = await built.system.owner.query(
    `select l.id from activity_logs l join users u on u.id = l.user_id where l."timestamp" < u.created_at - interval '2 days'`,
  )
  expect(early).toEqual([])
})

test('the configurations of some templates are kept out of line', async () => {
  const [row] = await built.system.owner.query<{ bytes: string }>(
    `select pg_relation_size(reltoastrelid) as bytes from pg_class where relname = 'workflow_templates'`,
  )
  expect(Number(row?.bytes)).toBeGreaterThan(0)
})
