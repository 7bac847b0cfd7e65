/** Tables in which tools write down which migrations they have run, without schemas: these can be chosen. */
export const bookTables = [
  '_prisma_migrations',
  '__drizzle_migrations',
  'knex_migrations',
  'knex_migrations_lock',
  'pgmigrations',
  'migrations',
  'typeorm_metadata',
  'kysely_migration',
  'kysely_migration_lock',
  'flyway_schema_history',
  'alembic_version',
  'schema_migrations',
  'ar_internal_metadata',
  'goose_db_version',
  '_sqlx_migrations',
  '__diesel_schema_migrations',
  'django_migrations',
  'SequelizeMeta',
  'databasechangelog',
  'databasechangeloglock',
  'mikro_orm_migrations',
] as const
export type BookTable = (typeof bookTables)[number]

/** One such table, with what it holds. */
export interface Book {
  readonly schema: string
  readonly table: BookTable
  /** By column, as text: numbers can be too large for ours. */
  readonly rows: readonly Readonly<Record<string, string | null>>[]
}
export type Books = readonly Book[]

/** The rows of a table, whatever its schema. */
export function rowsOf(books: Books, table: BookTable): Book['rows'] {
  return books.flatMap((book) => (book.table === table ? book.rows : []))
}

/** What a column of rows holds but null. */
export function column(rows: Book['rows'], name: string): string[] {
  return rows.flatMap((row) => row[name] ?? [])
}
