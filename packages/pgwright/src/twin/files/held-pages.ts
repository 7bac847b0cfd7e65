import { basename } from 'node:path'
import type { ClientBase } from 'pg'

/**
 * Whether the server has a page of any of these files in its buffers. Of a B-tree that was just built it has none,
 * since the build writes past the buffers (`nbtsort.c`); GIN, GiST, BRIN and hash indexes are built in them, and whatever
 * plans a statement reads the metapages of its tables' indexes.
 *
 * @param admin the superuser's session on the server's own database
 * @param files their paths
 */
export async function holdsPages(admin: ClientBase, database: string, files: Iterable<string>): Promise<boolean> {
  const { rows } = await admin.query<{ held: boolean }>(
    `select exists (select from pgwright.pg_buffercache b
       join pg_catalog.pg_database d on d.oid = b.reldatabase and d.datname = $1
       where b.relfilenode = any($2::oid[])) as held`,
    [database, [...files].map((file) => basename(file))],
  )
  return rows[0]?.held ?? true
}
