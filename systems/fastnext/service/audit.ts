import type { Connection } from 'pgwright'

export interface AuditSearch {
  readonly ticket: string
  readonly channel: 'web' | 'api' | 'worker' | 'cli'
}

interface AuditRow {
  readonly id: string
  readonly user_id: number | null
  readonly entity_type: string
  readonly entity_id: string
  readonly action: string
  readonly metadata: unknown
  readonly created_at: Date
}

const pageSize = 100

export const auditTrailSql = `select id, user_id, entity_type, entity_id, action, metadata, created_at
   from audit_trails
   where metadata @> $1
   order by created_at desc, id desc
   limit $2`

/** `AuditTrail.metadata["ticket"].astext == …`, as SQLAlchemy's documentation shows it: no GIN index serves `->>`. */
export async function auditTrailNaive(db: Connection, { ticket, channel }: AuditSearch) {
  const rows = await db.query<AuditRow>(
    `select * from audit_trails
     where metadata ->> 'ticket' = $1 and metadata #>> '{source,channel}' = $2
     order by created_at desc, id desc
     limit $3`,
    [ticket, channel, pageSize],
  )
  return rows.map(entry)
}

/** The same as a containment. Both values are strings there, for which the two mean the same. */
export async function auditTrail(db: Connection, { ticket, channel }: AuditSearch) {
  const rows = await db.query<AuditRow>(auditTrailSql, [JSON.stringify({ ticket, source: { channel } }), pageSize])
  return rows.map(entry)
}

function entry({ id, user_id, entity_type, entity_id, action, metadata, created_at }: AuditRow) {
  return { id, userId: user_id, entityType: entity_type, entityId: entity_id, action, metadata, createdAt: created_at }
}
