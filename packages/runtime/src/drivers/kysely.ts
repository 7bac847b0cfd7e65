import pg from 'pg'
import { beginsHere } from './lazy.ts'
import { kyselyBeginners } from './orm-classes.ts'
import { instrument as instrumentPg } from './pg.ts'

interface Kysely {
  getExecutor(): object
}

/**
 * Has every statement of Kysely, with those of its transactions, told to who observes. A dialect does not let its driver
 * be seen: of a pool of another copy of `pg`, or of postgres.js, give that to its own `instrument`, too. To do it twice
 * does nothing.
 *
 * @param db `new Kysely({ dialect: new PostgresDialect({ pool }) })`
 */
export function instrument<Db extends object>(db: Db): Db {
  instrumentPg(pg)
  beginsHere((db as unknown as Kysely).getExecutor(), ...kyselyBeginners.QueryExecutorBase)
  return db
}
