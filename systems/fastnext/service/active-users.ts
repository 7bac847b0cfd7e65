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
 * inner one, since the condition on `al.timestamp` drops whoever has no activity. It has neither order nor limit, so
 * the page of those who signed up last is cut here.
 */
export async function activeUsersNaive(db: Connection, { from, before }: Window) {
  const rows = await db.query<ActiveUserRow>(
    `select u.*, count(al.id) as activity_count
     from users u
     left join activity_logs al on u.id = al.user_id
     where u.is_active = true and al."timestamp" >= $1 and al."timestamp" < $2
     group by u.id`,
    [from, before],
  )
  const newest = rows.toSorted((a, b) => b.id - a.id)
  return newest.slice(0, pageSize).map(listItem)
}

/** Counts for those who are looked at, from the newest on, until the page is full: each through (user_id, timestamp). */
export async function activeUsers(db: Connection, { from, before }: Window) {
  const rows = await db.query<ActiveUserRow>(
    `select u.id, u.username, u.full_name, c.activity_count
     from users u
     cross join lateral (
       select count(*) as activity_count
       from partitioned.activity_logs al
       where al.user_id = u.id and al."timestamp" >= $1 and al."timestamp" < $2
     ) c
     where u.is_active and c.activity_count > 0
     order by u.id desc
     limit $3`,
    [from, before, pageSize],
  )
  return rows.map(listItem)
}

function listItem({ id, username, full_name, activity_count }: ActiveUserRow) {
  return { id, username, fullName: full_name, activityCount: Number(activity_count) }
}
