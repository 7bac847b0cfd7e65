import type { Connection, Gate } from 'pgwright'
import { deliverMessages } from '../service/outbox.ts'

const pollers = 8
const messages = 600
const topic = 'gate.outbox'

/**
 * Several pollers empty the outbox at once, and one of them dies over its first batch: every message is handed over,
 * none to two of them.
 *
 * @param poll hands over a batch, and returns how many that were
 */
export function outboxDelivery(poll: typeof deliverMessages = deliverMessages): Gate {
  return {
    id: 'outbox-delivery',
    title: `Outbox, ${pollers} pollers at once`,
    claim: 'nothing lost, nothing doubled',
    async measure({ pool, owner }) {
      await owner.query(
        `insert into "Outbox" ("topic", "payload") select '${topic}', '{}' from generate_series(1, ${messages})`,
      )
      const { connections, close } = await pool(pollers)
      try {
        const delivered = await drain(connections, poll)
        const times = [...delivered.values()]
        const lost = messages - times.length
        const doubled = times.filter((count) => count > 1).length
        return {
          measured: `${times.length} of ${messages} delivered, ${lost} lost, ${doubled} doubled`,
          met: lost === 0 && doubled === 0,
        }
      } finally {
        await close()
        await owner.query(`delete from "Outbox" where "topic" = '${topic}'`)
      }
    },
  }
}

/** How often each message was handed over. */
async function drain(connections: readonly Connection[], poll: typeof deliverMessages) {
  const delivered = new Map<string, number>()
  let alive = false
  await Promise.all(
    connections.map(async (db) => {
      const batch = () =>
        poll(db, topic, async (taken) => {
          if (!alive) {
            alive = true
            throw new Error('The receiver did not answer')
          }
          for (const { id } of taken) delivered.set(id, (delivered.get(id) ?? 0) + 1)
        })
      // A poller comes again after an error, and rests when nothing waits any more.
      while ((await batch().catch(() => 1)) > 0);
    }),
  )
  return delivered
}
