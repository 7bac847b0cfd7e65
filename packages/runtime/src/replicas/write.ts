import type { PoolClient } from 'pg'
import { RuntimeError } from '../error.ts'
import type { Connection } from './connection.ts'
import { parseLsn } from './lsn.ts'
import * as statements from './statements.ts'
import type { Position } from './token.ts'

/** One transaction on the primary, and where it ends in the log. */
export async function writeOnPrimary<Result>(
  connection: Connection,
  work: (client: PoolClient) => Promise<Result>,
): Promise<{ readonly result: Result; readonly position: Position }> {
  const { client } = connection
  await client.query('begin')
  try {
    const result = await work(client)
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw aborted()
    return { result, position: await positionNow(connection) }
  } catch (error) {
    await client.query('rollback').catch(() => connection.discard())
    throw error
  }
}

/**
 * Where the primary's log ends now: behind all that was committed before. Where it can't be told, a place that only the
 * primary satisfies: what was committed stays so.
 */
export async function positionNow(connection: Connection): Promise<Position> {
  const { rows, failure } = await connection.send([statements.written], null, [], 'idle')
  const [lsn, timeline] = rows.get(0) ?? []
  const { systemId } = connection
  if (failure !== null || systemId === null || timeline === null || timeline === undefined) {
    connection.discard()
    return { systemId: systemId ?? 0n, timeline: 0, lsn: 0n }
  }
  return { systemId, timeline: Number.parseInt(timeline, 16), lsn: parseLsn(lsn) }
}

function aborted(): RuntimeError {
  return new RuntimeError(
    'aborted',
    'The transaction was rolled back, because one of its statements had failed.',
    'Let the error of the statement leave the write, or use a savepoint around what may fail.',
  )
}
