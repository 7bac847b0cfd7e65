import type { Connection } from 'pgwright'

export interface NewActivity {
  readonly userId: number
  readonly action: string
  readonly targetId: number
  readonly userAgent: string
  readonly at: string
}

export interface Moved {
  readonly itemId: string
  readonly userId: number
  readonly status: 'open' | 'in_progress' | 'done'
  readonly at: string
}

export interface Read {
  readonly userId: number
  readonly at: string
}

/** To the table as it is: its triggers write the partitioned form, as they do half-way through an online conversion. */
export async function logActivity(db: Connection, { userId, action, targetId, userAgent, at }: NewActivity) {
  await db.query(
    `insert into activity_logs (user_id, action, details, ip_address, user_agent, "timestamp")
     values ($1, $2, $3, '203.0.113.7', $4, $5)`,
    [userId, action, JSON.stringify({ target: { type: 'item', id: targetId } }), userAgent, at],
  )
}

/** A change of an item and its audit trail, in one statement. */
export async function moveItem(db: Connection, { itemId, userId, status, at }: Moved) {
  await db.query(
    `with moved as (
       update items i set status = $2, updated_at = $4
       from (select id, status from items where id = $1 for update) o
       where i.id = o.id
       returning i.id, o.status as old_status
     )
     insert into audit_trails (user_id, entity_type, entity_id, action, old_values, new_values, metadata, created_at)
     select $3, 'item', id, 'update', jsonb_build_object('status', old_status), jsonb_build_object('status', $2::text),
       '{"source": {"channel": "web", "version": "3.11.2"}}', $4
     from moved`,
    [itemId, status, userId, at],
  )
}

export async function readNotifications(db: Connection, { userId, at }: Read) {
  await db.query('update notifications set is_read = true, read_at = $2 where user_id = $1 and not is_read', [
    userId,
    at,
  ])
}

export async function recordLogin(db: Connection, { userId, at }: Read) {
  await db.query('update users set last_login_at = $2, failed_logins = 0 where id = $1', [userId, at])
}
