import type { Connection, Gate, Random } from 'pgwright'
import { processEvent, type WebhookEvent } from '../service/webhooks.ts'

const connections = 16
const events = 200
const deliveries = 3
const topic = 'gate.webhook'

/**
 * The provider sends each event several times, to many servers at once: what it asks for is done once. Nothing may fail
 * either, since a provider takes an error for a reason to send the event again.
 *
 * @param process takes in an event, and does what it asks for if nobody has
 */
export function webhookIdempotency(process: typeof processEvent = processEvent): Gate {
  return {
    id: 'webhook-idempotency',
    title: `Webhooks, each sent ${deliveries} times to ${connections} connections`,
    claim: 'each event is processed exactly once',
    async measure({ pool, owner, random }) {
      const { connections: sessions, close } = await pool(connections)
      try {
        const failed = await deliver(sessions, shuffled(random), process)
        const { once, others } = await processed(owner)
        return {
          measured: `${once} of ${events} once, ${others} otherwise, ${failed} of ${events * deliveries} deliveries failed`,
          met: once === events && failed === 0,
        }
      } finally {
        await close()
        await owner.query(`delete from "Outbox" where "topic" = '${topic}'`)
        await owner.query(`delete from "WebhookEvent" where "eventId" like '${topic}.%'`)
      }
    },
  }
}

/** How many deliveries failed. Each connection takes the next one as soon as it is free. */
async function deliver(sessions: readonly Connection[], queue: WebhookEvent[], process: typeof processEvent) {
  let failed = 0
  await Promise.all(
    sessions.map(async (db) => {
      for (let event = queue.pop(); event !== undefined; event = queue.pop()) {
        const { eventId } = event
        const effect = () =>
          db.query(`insert into "Outbox" ("topic", "payload") values ('${topic}', $1)`, [{ eventId }])
        await process(db, event, effect).catch(() => failed++)
      }
    }),
  )
  return failed
}

async function processed(owner: Connection) {
  const rows = await owner.query<{ times: number; count: number }>(
    `select times, count(*)::integer as count
     from (
       select count(*)::integer as times from "Outbox" where "topic" = '${topic}' group by "payload" ->> 'eventId'
     ) as effects
     group by times`,
  )
  const once = rows.find(({ times }) => times === 1)?.count ?? 0
  return { once, others: rows.reduce((sum, { count }) => sum + count, 0) - once }
}

function shuffled(random: Random): WebhookEvent[] {
  const all = Array.from({ length: events * deliveries }, (_, position): WebhookEvent => {
    return { eventId: `${topic}.${position % events}`, provider: 'stripe', type: 'payment_intent.succeeded' }
  })
  return all
    .map((event) => ({ event, place: random.integer(0, 2 ** 31) }))
    .sort((a, b) => a.place - b.place)
    .map(({ event }) => event)
}
