import type { ClientBase } from 'pg'
import { quoteIdentifier } from '../../sql/index.ts'
import { type Book, type Books, type BookTable, bookTables } from './books.ts'

/** More migrations than anyone has: such a table is something else that is called alike. */
const mostRows = 20_000

/** Reads which migrations the tools have run on a database. Tables that the role may not read are as absent. */
export async function readBooks(client: ClientBase): Promise<Books> {
  const { rows: tables } = await client.query<{ schema: string; table: BookTable }>(
    `select nspname as schema, relname as table
       from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = relnamespace
      where relname = any ($1) and relkind in ('r', 'p') and relpersistence = 'p'
        and pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
      order by nspname, relname`,
    [[...bookTables]],
  )
  const books: Book[] = []
  for (const { schema, table } of tables) {
    const name = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`
    const { rows } = await client.query<{ row: Book['rows'][number] }>(
      `select coalesce((select pg_catalog.jsonb_object_agg(key, value)
                          from pg_catalog.jsonb_each_text(pg_catalog.to_jsonb(b))), '{}') as row
         from ${name} as b limit ${mostRows + 1}`,
    )
    if (rows.length <= mostRows) books.push({ schema, table, rows: rows.map(({ row }) => row) })
  }
  return books
}
