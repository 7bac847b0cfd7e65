import type { ClientBase } from 'pg'
import { quoteQualified } from '../sql/index.ts'

/**
 * Fills the materialized views of a copy, from its empty tables: those of the source are filled, and PostgreSQL does not
 * read one that is not. It runs their queries as their owners, with no right beyond.
 *
 * @param owner a superuser's session on the copy
 */
export async function fillViews(owner: ClientBase): Promise<void> {
  const { rows } = await owner.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'm' and not c.relispopulated order by c.oid`,
  )
  for (const { schema, name } of rows) {
    // One whose query fails on empty tables stays as it is.
    await owner.query(`refresh materialized view ${quoteQualified(schema, name)}`).catch(() => {})
  }
}
