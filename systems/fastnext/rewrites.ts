import type { DeclaredChange } from 'pgwright'
import { serviceRole } from './product.ts'
import { lastThirtyDays } from './story.ts'

const { from, before } = lastThirtyDays

/** The same table on both sides, so that the difference is the page's alone. */
const keysetFeed: DeclaredChange = {
  name: 'page-the-feed-by-key',
  kind: 'rewrite-query',
  schema: 'partitioned',
  table: 'activity_logs',
  steps: [],
  forms: {
    before: [
      {
        sql: `select id, user_id, action, "timestamp" from partitioned.activity_logs
              where "timestamp" >= $4 and "timestamp" < $5
              order by "timestamp" desc, id desc offset $1 limit 50`,
        times: null,
      },
    ],
    after: [
      {
        sql: `select id, user_id, action, "timestamp" from partitioned.activity_logs
              where "timestamp" >= $4 and "timestamp" < $5 and ("timestamp", id) < ($2, $3)
              order by "timestamp" desc, id desc limit 50`,
        times: null,
      },
    ],
    // Where the page before ended: a tenth, a half and nine tenths of the way back.
    values: `
      select skipped, last."timestamp", last.id, timestamptz '${from}', timestamptz '${before}'
      from (
        select count(*) * share / 10 as skipped
        from partitioned.activity_logs, unnest('{1,5,9}'::integer[]) as share
        where "timestamp" >= '${from}' and "timestamp" < '${before}'
        group by share
      ) as pages
      cross join lateral (
        select "timestamp", id from partitioned.activity_logs
        where "timestamp" >= '${from}' and "timestamp" < '${before}'
        order by "timestamp" desc, id desc offset skipped - 1 limit 1
      ) as last
      order by skipped`,
    role: serviceRole,
  },
  reason:
    'A page that goes on where the last one ended reads its own rows alone, and none twice when others are added.',
}

const userActivityByMonth: DeclaredChange = {
  name: 'read-activity-by-month',
  kind: 'rewrite-query',
  schema: 'partitioned',
  table: 'activity_logs',
  steps: [],
  forms: {
    before: [
      {
        sql: `select id, action, "timestamp" from activity_logs
              where user_id = $1 and "timestamp" >= $2 and "timestamp" < $3
              order by "timestamp" desc, id desc limit 100`,
        times: null,
      },
    ],
    after: [
      {
        sql: `select id, action, "timestamp" from partitioned.activity_logs
              where user_id = $1 and "timestamp" >= $2 and "timestamp" < $3
              order by "timestamp" desc, id desc limit 100`,
        times: null,
      },
    ],
    values: `
      select user_id, timestamptz '${from}', timestamptz '${before}'
      from partitioned.activity_logs
      where "timestamp" >= '${from}' and "timestamp" < '${before}'
      group by user_id
      order by count(*) desc, user_id
      limit 5`,
    role: serviceRole,
  },
  reason:
    'Thirty days are in two months, and in these (user_id, timestamp) leads to the rows in the order of the page.',
}

/** The seed's statement with both its faults mended: whole users in the groups, and every month read. */
const countsFirst: DeclaredChange = {
  name: 'count-before-joining',
  kind: 'rewrite-query',
  schema: 'partitioned',
  table: 'activity_logs',
  steps: [],
  forms: {
    before: [
      {
        sql: `select u.*, count(al.id) as activity_count
              from users u
              left join activity_logs al on u.id = al.user_id
              where u.is_active = true and al."timestamp" >= $1 and al."timestamp" < $2
              group by u.id`,
        times: null,
      },
    ],
    after: [
      {
        sql: `select u.*, c.activity_count
              from (
                select user_id, count(*) as activity_count
                from partitioned.activity_logs
                where "timestamp" >= $1 and "timestamp" < $2
                group by user_id
              ) c
              join users u on u.id = c.user_id
              where u.is_active`,
        times: null,
      },
    ],
    values: `select timestamptz '${from}', timestamptz '${before}'`,
    role: serviceRole,
  },
  reason: 'Counting by an id is cheaper than grouping whole users, and 30 days need two months of the logs.',
}

const batchSize = 100

const logInBatches: DeclaredChange = {
  name: 'log-activity-in-batches',
  kind: 'rewrite-query',
  schema: 'public',
  table: 'activity_logs',
  steps: [],
  forms: {
    before: [
      {
        sql: `insert into activity_logs (user_id, action, details, ip_address, user_agent, "timestamp")
              values ($1, 'item.view', jsonb_build_object('target', $5::integer), '203.0.113.7', $2,
                $3::timestamptz + $5::integer * interval '1 second')`,
        times: batchSize,
      },
    ],
    after: [
      {
        sql: `insert into activity_logs (user_id, action, details, ip_address, user_agent, "timestamp")
              select user_id, action, details, ip_address, user_agent, "timestamp"
              from jsonb_to_recordset($4) as r (user_id integer, action text, details jsonb, ip_address text,
                user_agent text, "timestamp" timestamptz)`,
        times: null,
      },
    ],
    values: `
      select id, 'fastnext-mobile/4.2.0 (Android 14)', timestamptz '${before}', (
        select jsonb_agg(jsonb_build_object('user_id', id, 'action', 'item.view', 'details',
          jsonb_build_object('target', n), 'ip_address', '203.0.113.7', 'user_agent',
          'fastnext-mobile/4.2.0 (Android 14)', 'timestamp', timestamptz '${before}' + n * interval '1 second') order by n)
        from generate_series(1, ${batchSize}) as n
      )
      from public.users
      order by id
      limit 3`,
    role: serviceRole,
  },
  reason:
    'A log is read later, so its rows can wait for each other: one round trip and one commit for a hundred of them.',
}

/** What is the application's to change. */
export const rewrites: readonly DeclaredChange[] = [keysetFeed, userActivityByMonth, countsFirst, logInBatches]
