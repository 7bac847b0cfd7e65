import { beginsHere } from './lazy.ts'
import { typeormBeginners } from './orm-classes.ts'
import { instrument as instrumentPg } from './pg.ts'

/** What of a data source is used to come to the classes that ask; nothing is sent by it. */
interface DataSource {
  readonly driver?: { readonly postgres?: object }
  readonly manager: object
  readonly relationLoader?: object
  createQueryBuilder(): Record<'insert' | 'update' | 'delete' | 'softDelete', () => object>
}

/**
 * Has every statement of TypeORM, with those of its transactions and relations, told to who observes. To do it twice does
 * nothing.
 *
 * @param dataSource a `DataSource` of type `postgres`, initialized or not
 */
export function instrument<Source extends object>(dataSource: Source): Source {
  const source = dataSource as unknown as DataSource
  if (source.driver?.postgres !== undefined) instrumentPg(source.driver.postgres)
  beginsHere(source, ...typeormBeginners.DataSource)
  beginsHere(source.manager, ...typeormBeginners.EntityManager)
  if (source.relationLoader !== undefined) beginsHere(source.relationLoader, ...typeormBeginners.RelationLoader)
  beginsHere(source.createQueryBuilder(), ...typeormBeginners.SelectQueryBuilder)
  for (const kind of ['insert', 'update', 'delete', 'softDelete'] as const)
    beginsHere(source.createQueryBuilder()[kind](), 'execute')
  return dataSource
}
