import { buildsLazy } from './lazy.ts'
import { drizzleBuilders } from './orm-classes.ts'
import { instrument as instrumentPg } from './pg.ts'
import { instrument as instrumentPostgres } from './postgres.ts'

/** What of a database is used to come to the classes of its queries; nothing is sent by it. */
interface Drizzle {
  readonly $client?: object
  readonly query?: Readonly<Record<string, object>>
  select(): object
  insert(table: unknown): object
  update(table: unknown): object
}

/**
 * Has every statement of Drizzle, with those of its transactions, told to who observes, with the line that builds it. To
 * do it twice does nothing.
 *
 * @param db of `drizzle-orm/node-postgres` or `drizzle-orm/postgres-js`
 */
export function instrument<Db extends object>(db: Db): Db {
  const drizzle = db as unknown as Drizzle
  const { $client: client, query = {} } = drizzle
  if (typeof client === 'function') instrumentPostgres(client)
  else if (client !== undefined) instrumentPg(client)
  const { PgDatabase, PgSelectBuilder, PgInsertBuilder, PgUpdateBuilder, RelationalQueryBuilder } = drizzleBuilders
  buildsLazy(db, ...PgDatabase)
  buildsLazy(drizzle.select(), ...PgSelectBuilder)
  buildsLazy(drizzle.insert(undefined), ...PgInsertBuilder)
  buildsLazy(drizzle.update(undefined), ...PgUpdateBuilder)
  for (const table of Object.values(query)) buildsLazy(table, ...RelationalQueryBuilder)
  return db
}
