import type { Connection } from 'pgwright'
import { inTransaction } from './platform.ts'

export interface WebhookEvent {
  readonly eventId: string
  readonly provider: 'stripe' | 'twilio' | 'google'
  readonly type: string
}

export interface DeliveryCall {
  readonly events: readonly WebhookEvent[]
}

/** Looks first and writes then, event by event. Between the two another request may have done the same. */
export async function acceptEventsNaive(db: Connection, { events }: DeliveryCall): Promise<number> {
  let accepted = 0
  for (const { eventId, provider, type } of events) {
    const [known] = await db.query('select * from "WebhookEvent" where "eventId" = $1', [eventId])
    if (known !== undefined) continue
    await db.query('insert into "WebhookEvent" ("eventId", "provider", "type", "payload") values ($1, $2, $3, $4)', [
      eventId,
      provider,
      type,
      {},
    ])
    accepted++
  }
  return accepted
}

/** How many were new: the unique eventId decides, and whoever comes second waits for the first to end. */
export async function acceptEvents(db: Connection, { events }: DeliveryCall): Promise<number> {
  const rows = await db.query(
    `insert into "WebhookEvent" ("id", "eventId", "provider", "type", "payload")
     select uuidv7(), *, '{}' from unnest($1::text[], $2::text[], $3::text[])
     on conflict ("eventId") do nothing
     returning "id"`,
    [events.map(({ eventId }) => eventId), events.map(({ provider }) => provider), events.map(({ type }) => type)],
  )
  return rows.length
}

/**
 * Accepts an event and does what it asks for, once: a request that fails takes its row back with it, so the provider's
 * next try is as good as new.
 */
export function processEvent(db: Connection, event: WebhookEvent, effect: () => Promise<unknown>): Promise<boolean> {
  return inTransaction(db, async () => {
    if ((await acceptEvents(db, { events: [event] })) === 0) return false
    await effect()
    await db.query('update "WebhookEvent" set "processedAt" = now() where "eventId" = $1', [event.eventId])
    return true
  })
}
