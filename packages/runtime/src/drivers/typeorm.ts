import { beginsHere } from './lazy.ts'
import { instrument as instrumentPg } from './pg.ts'

/** What of a data source is used to come to the classes that ask; nothing is sent by it. */
interface DataSource {
  readonly driver?: { readonly postgres?: object }
  readonly manager: object
  readonly relationLoader?: object
  createQueryBuilder(): Record<'insert' | 'update' | 'delete' | 'softDelete', () => object>
}

const selects = 'getMany getManyAndCount getOne getOneOrFail getRawMany getRawOne getRawAndEntities getCount getExists'
const manages = `find findBy findAndCount findAndCountBy findByIds findOne findOneBy findOneById findOneOrFail
  findOneByOrFail count countBy exists existsBy sum average minimum maximum query save remove softRemove recover insert
  upsert update updateAll delete deleteAll softDelete restore clear increment decrement`

/**
 * Has every statement of TypeORM, with those of its transactions and relations, told to who observes. To do it twice does
 * nothing.
 *
 * @param dataSource a `DataSource` of type `postgres`, initialized or not
 */
export function instrument<Source extends object>(dataSource: Source): Source {
  const source = dataSource as unknown as DataSource
  if (source.driver?.postgres !== undefined) instrumentPg(source.driver.postgres)
  beginsHere(source, 'query')
  beginsHere(source.manager, ...manages.split(/\s+/))
  if (source.relationLoader !== undefined) beginsHere(source.relationLoader, 'load')
  beginsHere(source.createQueryBuilder(), ...selects.split(' '), 'execute', 'stream')
  for (const kind of ['insert', 'update', 'delete', 'softDelete'] as const)
    beginsHere(source.createQueryBuilder()[kind](), 'execute')
  return dataSource
}
