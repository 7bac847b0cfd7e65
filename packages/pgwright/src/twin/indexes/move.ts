import type { ClientBase } from 'pg'
import { quoteQualified } from '../../sql/index.ts'
import { twinTablespace } from '../server.ts'
import type { IndexDescription } from './description.ts'

/** Methods that keep in their first page what the planner reads, and build it in the server's buffers. */
export const buffered: ReadonlySet<string> = new Set(['gin', 'brin'])

/**
 * Makes the server forget the pages of a GIN or BRIN index, which unlike a B-tree's are built in its buffers, and
 * which it would write back over ours: an index that is moved to another tablespace gets a new file, read from disk.
 *
 * @param owner the superuser's session
 * @returns the file, beneath the data folder
 */
export async function moved(owner: ClientBase, { schema, name, file }: IndexDescription): Promise<string> {
  // Into the one of two where it isn't; neither has costs of its own.
  const tablespace = file?.startsWith('base/') === true ? twinTablespace : 'pg_default'
  await owner.query(`alter index ${quoteQualified(schema, name)} set tablespace ${tablespace}`)
  const { rows } = await owner.query<{ file: string }>('select pg_relation_filepath(to_regclass($1)) as file', [
    quoteQualified(schema, name),
  ])
  return rows[0]?.file ?? ''
}
