import { buildsLazy } from './lazy.ts'
import { knexBuilders } from './orm-classes.ts'
import { instrument as instrumentPg } from './pg.ts'

interface Knex {
  readonly client: { readonly driver?: object | null }
}

/**
 * Has every statement of Knex, with those of its transactions, told to who observes, with the line that builds it. To do
 * it twice does nothing.
 *
 * @param knex `knex({ client: 'pg', … })`
 */
export function instrument<Db extends object>(knex: Db): Db {
  const { client } = knex as unknown as Knex
  if (client.driver) instrumentPg(client.driver)
  buildsLazy(client, ...knexBuilders)
  return knex
}
