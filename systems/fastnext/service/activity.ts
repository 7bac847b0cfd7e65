import type { Connection } from 'pgwright'
import type { Window } from '../story.ts'

export interface UserActivityCall extends Window {
  readonly userId: number
}

interface ActivityRow {
  readonly id: string
  readonly user_id: number
  readonly action: string
  readonly details: unknown
  readonly ip_address: string | null
  readonly user_agent: string | null
  readonly timestamp: Date
}

interface FeedRow extends ActivityRow {
  readonly username: string
}

const activityPageSize = 100
const feedPageSize = 50

/** A look-up for each row of a page. For a join the planner may read all agents, of which there are ever more. */
const userAgent = '(select a.value from partitioned.user_agents a where a.id = l.user_agent_id) as user_agent'

/**
 * The seed's `get_user_activity`. It sorts by the time alone, by which rows of one moment come in any order, so the id
 * is added; and it has no end, which is `now` here.
 */
export async function userActivityNaive(db: Connection, { userId, from, before }: UserActivityCall) {
  const rows = await db.query<ActivityRow>(
    `select * from activity_logs
     where user_id = $1 and "timestamp" >= $2 and "timestamp" < $3
     order by "timestamp" desc, id desc
     limit $4`,
    [userId, from, before, activityPageSize],
  )
  return rows.map(logEntry)
}

/**
 * Of the partitions of two months, through (user_id, timestamp). The page is cut first, so that agents
 * are looked up for its rows alone.
 */
export async function userActivity(db: Connection, { userId, from, before }: UserActivityCall) {
  const rows = await db.query<ActivityRow>(
    `select l.id, l.user_id, l.action, l.details, l.ip_address, ${userAgent}, l."timestamp"
     from (
       select * from partitioned.activity_logs
       where user_id = $1 and "timestamp" >= $2 and "timestamp" < $3
       order by "timestamp" desc, id desc
       limit $4
     ) l
     order by l."timestamp" desc, l.id desc`,
    [userId, from, before, activityPageSize],
  )
  return rows.map(logEntry)
}

/** The administrators' first page: what anyone did last. `log.user.username` costs a query for each line. */
export async function activityFeedNaive(db: Connection, { from, before }: Window) {
  const rows = await db.query<ActivityRow>(
    `select * from activity_logs
     where "timestamp" >= $1 and "timestamp" < $2
     order by "timestamp" desc, id desc
     limit $3`,
    [from, before, feedPageSize],
  )
  const feed = []
  for (const row of rows) {
    const [user] = await db.query<{ username: string }>('select * from users where id = $1', [row.user_id])
    feed.push({ ...logEntry(row), username: user?.username ?? '' })
  }
  return feed
}

/** The newest end of the partitions' primary keys, which begin with the time. */
export async function activityFeed(db: Connection, { from, before }: Window) {
  const rows = await db.query<FeedRow>(
    `select l.id, l.user_id, l.action, l.details, l.ip_address, ${userAgent}, l."timestamp", u.username
     from (
       select * from partitioned.activity_logs
       where "timestamp" >= $1 and "timestamp" < $2
       order by "timestamp" desc, id desc
       limit $3
     ) l
     join users u on u.id = l.user_id
     order by l."timestamp" desc, l.id desc`,
    [from, before, feedPageSize],
  )
  return rows.map((row) => ({ ...logEntry(row), username: row.username }))
}

function logEntry({ id, user_id, action, details, ip_address, user_agent, timestamp }: ActivityRow) {
  return { id, userId: user_id, action, details, ipAddress: ip_address, userAgent: user_agent, timestamp }
}
