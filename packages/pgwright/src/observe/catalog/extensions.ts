import type { Snapshot } from '../../model/index.ts'
import type { Reading } from './reading.ts'
import { inUserSchema } from './scope.ts'

/** Schemas of the user's, by name. */
export async function readSchemas({ client }: Reading): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname as name from pg_namespace n where ${inUserSchema} order by n.nspname`,
  )
  return rows.map(({ name }) => name)
}

/** Installed extensions, in the order of their creation, so that one comes after those that it requires. */
export async function readExtensions({ client }: Reading): Promise<Snapshot['extensions']> {
  const { rows } = await client.query<Snapshot['extensions'][number]>(
    `select n.nspname as schema, e.extname as name, e.extversion as version
     from pg_extension e join pg_namespace n on n.oid = e.extnamespace
     order by e.oid`,
  )
  return rows
}
