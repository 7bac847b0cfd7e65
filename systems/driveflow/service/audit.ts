import type { Connection } from 'pgwright'
import { relatedById } from './relations.ts'
import type { TenantCall } from './tenant.ts'

export interface TrailCall extends TenantCall {
  readonly entityType: 'Booking' | 'Instructor'
  readonly entityId: string
}

interface EntryRow {
  readonly id: string
  readonly actorUserId: string | null
  readonly action: string
  readonly changes: unknown
  readonly createdAt: Date
}

const trailSize = 50

/** Everything that was ever done to the thing, cut here, and then who did it. */
export async function auditTrailNaive(db: Connection, { orgId, entityType, entityId }: TrailCall) {
  const entries = await db.query<EntryRow>(
    `select * from "AuditLog" where "orgId" = $1 and "entityType" = $2 and "entityId" = $3
     order by "createdAt" desc, "id" desc`,
    [orgId, entityType, entityId],
  )
  const actors = await relatedById<{ id: string; fullName: string }>(
    db,
    'User',
    entries.flatMap(({ actorUserId }) => actorUserId ?? []),
  )
  return entries
    .slice(0, trailSize)
    .map((entry) => trailItem(entry, actors.get(entry.actorUserId ?? '')?.fullName ?? null))
}

/** Names are looked up for the entries that are shown, and not for all that were sorted to find them. */
export async function auditTrail(db: Connection, { entityType, entityId }: TrailCall) {
  const rows = await db.query<EntryRow & { fullName: string | null }>(
    `select a."id", a."action", a."changes", a."createdAt", u."fullName"
     from (
       select * from "AuditLog"
       where "entityType" = $1 and "entityId" = $2
       order by "createdAt" desc, "id" desc
       limit $3
     ) as a
     left join "User" u on u."id" = a."actorUserId"
     order by a."createdAt" desc, a."id" desc`,
    [entityType, entityId, trailSize],
  )
  return rows.map((row) => trailItem(row, row.fullName))
}

function trailItem({ id, action, changes, createdAt }: EntryRow, actor: string | null) {
  return { id, action, changes, createdAt, actor }
}
