import type { Connection } from 'pgwright'
import { inTransaction } from './platform.ts'

export interface TopicCall {
  readonly topic: string
}

interface MessageRow {
  readonly id: string
  readonly payload: unknown
  readonly createdAt: Date
}

export interface Message {
  readonly id: string
  readonly payload: unknown
}

const batchSize = 50

/** What waits, oldest first. Two pollers at once would be given the same. */
export async function waitingMessagesNaive(db: Connection, { topic }: TopicCall) {
  const rows = await db.query<MessageRow>(
    `select * from "Outbox" where "topic" = $1 and "processedAt" is null order by "createdAt", "id" limit $2`,
    [topic, batchSize],
  )
  return rows.map(message)
}

/** The same, and nobody else is given them until the transaction ends: others skip what is locked. */
export function waitingMessages(db: Connection, { topic }: TopicCall) {
  return inTransaction(db, async () => (await lockBatch(db, topic)).map(message))
}

/**
 * Takes a batch, hands it over and notes that, in one transaction: a poller that dies gives its batch back. Whoever
 * receives a message may so be given it again, and has its id to tell.
 */
export function deliverMessages(
  db: Connection,
  topic: string,
  deliver: (messages: readonly Message[]) => Promise<void>,
): Promise<number> {
  return inTransaction(db, async () => {
    const batch = await lockBatch(db, topic)
    if (batch.length === 0) return 0
    await deliver(batch.map(message))
    await db.query(
      'update "Outbox" set "processedAt" = clock_timestamp(), "attempts" = "attempts" + 1 where "id" = any ($1)',
      [batch.map(({ id }) => id)],
    )
    return batch.length
  })
}

function lockBatch(db: Connection, topic: string): Promise<readonly MessageRow[]> {
  return db.query<MessageRow>(
    `select "id", "payload", "createdAt" from "Outbox"
     where "topic" = $1 and "processedAt" is null
     order by "createdAt", "id"
     limit $2
     for update skip locked`,
    [topic, batchSize],
  )
}

function message({ id, payload }: MessageRow): Message {
  return { id, payload }
}
