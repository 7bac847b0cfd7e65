import type { ClientBase } from 'pg'

/**
 * The file nodes of relations as the session's own transaction has them, by oid. Another one than before is a new file:
 * the rows were written anew, or were done away with by `truncate`.
 */
export async function readFileNodes(worker: ClientBase, oids: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await worker.query<{ oid: number; fileNode: number }>(
    `select c.oid, c.relfilenode as "fileNode" from pg_catalog.pg_class c
     where c.oid = any ($1::oid[]) and c.relkind in ('r', 'm')`,
    [oids],
  )
  return new Map(rows.map(({ oid, fileNode }) => [oid, fileNode]))
}
