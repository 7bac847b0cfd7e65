import type { ClientBase } from 'pg'
import type { Gap, Snapshot } from '../model/index.ts'
import { type Definition, schemaDefinitions } from './schema.ts'

const duplicateObject = new Set(['42710', '42P07', '42P16', '42723'])

/**
 * Makes the source's schema. What fails is tried again after the rest, as long as that gets anywhere: most failures
 * are things that need something further down. What is left over is a gap.
 */
export async function buildSchema(client: ClientBase, snapshot: Snapshot): Promise<Gap[]> {
  await client.query(
    `set check_function_bodies = off; set client_min_messages = error; set session_replication_role = replica`,
  )
  let waiting: readonly Definition[] = schemaDefinitions(snapshot)
  for (;;) {
    const failed: Failure[] = []
    for (let i = 0; i < waiting.length; i += messageSize) {
      failed.push(...(await attemptAll(client, waiting.slice(i, i + messageSize))))
    }
    if (failed.length === 0 || failed.length === waiting.length) {
      return failed.map(({ definition, reason }) => gap(definition, reason))
    }
    waiting = failed.map(({ definition }) => definition)
  }
}

interface Failure {
  readonly definition: Definition
  readonly reason: string
}

/** Statements sent in one message: they are one transaction, so one that fails takes the others along. */
const messageSize = 50

/** All in one message, which mostly goes well and is several times quicker; one by one where it does not. */
async function attemptAll(client: ClientBase, definitions: readonly Definition[]): Promise<Failure[]> {
  try {
    await client.query(definitions.map(({ sql }) => sql).join(';\n'))
    return []
  } catch {
    const failed: Failure[] = []
    for (const definition of definitions) {
      const reason = await attempt(client, definition)
      if (reason !== null) failed.push({ definition, reason })
    }
    return failed
  }
}

/** Null when it is there now; else the reason. */
async function attempt(client: ClientBase, { sql }: Definition): Promise<string | null> {
  try {
    await client.query(sql)
    return null
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    // A partition's constraint or index is already there when its parent brought it along.
    return code !== undefined && duplicateObject.has(code) ? null : message
  }
}

function gap({ object }: Definition, reason: string): Gap {
  return {
    object,
    reason: `could not be made on the twin: ${reason}`,
    effect: 'plans that need it are left out or differ',
  }
}
