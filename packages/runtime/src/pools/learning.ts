import type pg from 'pg'
import { learnSession } from '../wire/index.ts'

type Verify = NonNullable<pg.PoolConfig['verify']>

/** What pg's pool does with a new connection before it gives it out, so that it is known what may be prepared on it. */
export function afterLearning(next: Verify | undefined): Verify {
  return (client, done) => {
    learnSession(client).then(() => (next ? next(client, done) : done()))
  }
}
