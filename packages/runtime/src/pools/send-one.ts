import type { AsyncResource } from 'node:async_hooks'
import type pg from 'pg'

type AnyQuery = (...call: unknown[]) => void
export type Answered = (error?: Error | null, result?: unknown) => void

/** In the context of who asked for it. Calls back once, and never before it has come back. */
export function sendOne(
  context: AsyncResource,
  client: pg.PoolClient,
  text: unknown,
  values: unknown,
  done: Answered,
): void {
  let isAnswered = false
  const answered: Answered = (failed, result) => {
    // pg calls back a second time where a parameter could not be written as text.
    if (isAnswered) return
    isAnswered = true
    done(failed, result)
  }
  try {
    context.runInAsyncScope(client.query as AnyQuery, client, text, values, answered)
  } catch (refused) {
    process.nextTick(answered, refused)
  }
}
