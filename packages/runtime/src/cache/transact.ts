import type { Pool, PoolClient } from 'pg'
import { RuntimeError } from '../error.ts'
import { lease } from './lease.ts'
import { advance, type Position } from './position.ts'

export interface Transacted<Result> {
  readonly result: Result | undefined
  /** Of COMMIT: it may have been done or not. */
  readonly failure: { readonly error: unknown } | undefined
  /** After COMMIT; null where it is not known yet. */
  readonly position: Position | null
}

/** @throws what `work` throws, or BEGIN: nothing was committed then */
export async function transact<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Transacted<Result>> {
  const { client, release } = await lease(pool)
  let result: Result
  try {
    await client.query('begin')
    result = await work(client)
  } catch (error) {
    await client.query('rollback').then(
      () => release(false),
      () => release(true),
    )
    throw error
  }
  try {
    const { command } = await client.query('commit')
    // What a caught error left behind: PostgreSQL answers COMMIT by a rollback, and says so only here.
    if (command !== 'COMMIT') {
      release(false)
      throw rolledBack()
    }
  } catch (error) {
    if (error instanceof RuntimeError) throw error
    release(true)
    return { result: undefined, failure: { error }, position: null }
  }
  const position = await advance(client).catch(() => null)
  release(position === null)
  return { result, failure: undefined, position }
}

function rolledBack(): RuntimeError {
  return new RuntimeError(
    'usage',
    'The transaction was rolled back instead of committed: a statement in it failed, and the error was caught.',
    'Let errors of statements leave the function, or use savepoints.',
  )
}
