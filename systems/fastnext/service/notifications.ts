import type { Connection } from 'pgwright'
import type { UserCall } from './user-call.ts'

interface NotificationRow {
  readonly id: string
  readonly actor_id: number | null
  readonly kind: string
  readonly title: string
  readonly payload: unknown
  readonly is_read: boolean
  readonly created_at: Date
}

const pageSize = 20

/** The bell: loads all of a user's notifications, cuts the unread ones here, and asks for the actor of each. */
export async function unreadNotificationsNaive(db: Connection, { userId }: UserCall) {
  const all = await db.query<NotificationRow>(
    'select * from notifications where user_id = $1 order by created_at desc, id desc',
    [userId],
  )
  const unread = all.filter(({ is_read }) => !is_read)
  const list = []
  for (const notification of unread.slice(0, pageSize)) {
    const [actor] =
      notification.actor_id === null
        ? []
        : await db.query<{ username: string }>('select * from users where id = $1', [notification.actor_id])
    list.push(listItem(notification, actor?.username ?? null))
  }
  return { unread: unread.length, list }
}

/** One statement: the window counts all unread ones before the limit cuts the page. */
export async function unreadNotifications(db: Connection, { userId }: UserCall) {
  const rows = await db.query<NotificationRow & { readonly actor: string | null; readonly unread: number }>(
    `select n.id, n.actor_id, n.kind, n.title, n.payload, n.created_at, u.username as actor, n.unread
     from (
       select *, count(*) over ()::integer as unread
       from notifications
       where user_id = $1 and not is_read
       order by created_at desc, id desc
       limit $2
     ) n
     left join users u on u.id = n.actor_id
     order by n.created_at desc, n.id desc`,
    [userId, pageSize],
  )
  return { unread: rows[0]?.unread ?? 0, list: rows.map((row) => listItem(row, row.actor)) }
}

function listItem({ id, kind, title, payload, created_at }: NotificationRow, actor: string | null) {
  return { id, kind, title, payload, createdAt: created_at, actor }
}
