import type { Connection } from 'pgwright'
import type { Window } from '../story.ts'

interface ActiveUserRow {
  readonly id: number
  readonly username: string
  readonly full_name: string
  readonly activity_count: string
}

const pageSize = 50

/**
 * The statement that the seed explains: every active user, whole, with a count of the last 30 days. Its left join is an
 * inner one, since the condition on `al.timestamp` drops whoever has no activity. The list of the busiest is cut here.
 */
export async function mostActiveUsersNaive(db: Connection, { from, before }: Window) {
  const rows = await db.query<ActiveUserRow>(
    `select u.*, count(al.id) as activity_count
     from users u
     left join activity_logs al on u.id = al.user_id
     where u.is_active = true and al."timestamp" >= $1 and al."timestamp" < $2
     group by u.id`,
    [from, before],
  )
  const busiest = rows.toSorted((a, b) => Number(b.activity_count) - Number(a.activity_count) || a.id - b.id)
  return busiest.slice(0, pageSize).map(listItem)
}

/**
 * Counts first, of two partitions, and sorts the counts alone: users are looked up from the busiest on, until the page
 * is full. `offset 0` keeps the order where it is; else every user with activity is joined before the sort.
 */
export async function mostActiveUsers(db: Connection, { from, before }: Window) {
  const rows = await db.query<ActiveUserRow>(
    `select u.id, u.username, u.full_name, c.activity_count
     from (
       select user_id, count(*) as activity_count
       from partitioned.activity_logs
       where "timestamp" >= $1 and "timestamp" < $2
       group by user_id
       order by count(*) desc, user_id
       offset 0
     ) c
     join users u on u.id = c.user_id
     where u.is_active
     order by c.activity_count desc, c.user_id
     limit $3`,
    [from, before, pageSize],
  )
  return rows.map(listItem)
}

function listItem({ id, username, full_name, activity_count }: ActiveUserRow) {
  return { id, username, fullName: full_name, activityCount: Number(activity_count) }
}
