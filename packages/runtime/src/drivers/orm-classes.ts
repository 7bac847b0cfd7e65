import { beginsHere, buildsLazy } from './lazy.ts'

/** Methods by the class that has them, as a module of the ORM exports it. */
type Methods = Readonly<Record<string, readonly string[]>>

const words = (text: string) => text.trim().split(/\s+/)

/** What Drizzle's methods give is sent when it is awaited. */
export const drizzleBuilders = {
  PgDatabase: ['delete', '$count', 'execute', 'refreshMaterializedView'],
  PgSelectBuilder: ['from'],
  PgInsertBuilder: ['values', 'select'],
  PgUpdateBuilder: ['set'],
  RelationalQueryBuilder: ['findMany', 'findFirst'],
} as const satisfies Methods

/** Of the class of Knex's client, which each dialect has of its own. */
export const knexBuilders = ['queryBuilder', 'raw'] as const

/** Those of Kysely and TypeORM begin at once, and come to the driver in a later turn. */
export const kyselyBeginners = { QueryExecutorBase: ['executeQuery', 'stream'] } as const satisfies Methods

export const typeormBeginners = {
  DataSource: ['query'],
  EntityManager: words(`find findBy findAndCount findAndCountBy findByIds findOne findOneBy findOneById findOneOrFail
    findOneByOrFail count countBy exists existsBy sum average minimum maximum query save remove softRemove recover insert
    upsert update updateAll delete deleteAll softDelete restore clear increment decrement`),
  RelationLoader: ['load'],
  SelectQueryBuilder: words(`getMany getManyAndCount getOne getOneOrFail getRawMany getRawOne getRawAndEntities getCount
    getExists execute stream`),
  InsertQueryBuilder: ['execute'],
  UpdateQueryBuilder: ['execute'],
  DeleteQueryBuilder: ['execute'],
  SoftDeleteQueryBuilder: ['execute'],
} as const satisfies Methods

/** The classes among what a module exports; of others nothing is changed. */
export function instrumentDrizzleClasses(exported: object): void {
  for (const [prototype, methods] of classesIn(exported, drizzleBuilders)) buildsLazy(prototype, ...methods)
}

/** @param Client what `knex/lib/dialects/postgres` exports */
export function instrumentKnexClass(Client: object): void {
  const prototype = prototypeOf(Client)
  if (prototype !== null) buildsLazy(prototype, ...knexBuilders)
}

export function instrumentKyselyClasses(exported: object): void {
  for (const [prototype, methods] of classesIn(exported, kyselyBeginners)) beginsHere(prototype, ...methods)
}

export function instrumentTypeormClasses(exported: object): void {
  for (const [prototype, methods] of classesIn(exported, typeormBeginners)) beginsHere(prototype, ...methods)
}

function classesIn(exported: object, methods: Methods): [prototype: object, methods: readonly string[]][] {
  return Object.entries(methods).flatMap(([name, own]): [object, readonly string[]][] => {
    const prototype = prototypeOf((exported as Readonly<Record<string, unknown>>)[name])
    return prototype === null ? [] : [[prototype, own]]
  })
}

function prototypeOf(found: unknown): object | null {
  return typeof found === 'function' ? ((found as { readonly prototype?: object }).prototype ?? null) : null
}
