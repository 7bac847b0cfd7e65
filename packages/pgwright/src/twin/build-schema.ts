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
    const failed: { definition: Definition; reason: string }[] = []
    for (const definition of waiting) {
      const reason = await attempt(client, definition)
      if (reason !== null) failed.push({ definition, reason })
    }
    if (failed.length === 0 || failed.length === waiting.length) {
      return failed.map(({ definition, reason }) => gap(definition, reason))
    }
    waiting = failed.map(({ definition }) => definition)
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
