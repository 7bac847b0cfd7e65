import type { ClientBase } from 'pg'
import type { Snapshot } from '../../model/index.ts'

/**
 * Sets in the catalog what `CREATE FUNCTION` takes from superusers alone: that a function leaks nothing, which lets its
 * condition be checked before a policy's. A support function is not set, even one of the server's own: it reads the
 * arguments that it expects, whatever those of the snapshot's function are.
 *
 * @param owner the superuser's session, with `pg_catalog` as its path: by it, identities are written as the source's
 */
export async function setFunctionFlags(owner: ClientBase, { functions }: Snapshot): Promise<void> {
  const leakproof = functions.filter((each) => each.leakproof)
  if (leakproof.length === 0) return
  await owner.query(
    `update pg_catalog.pg_proc p set proleakproof = true
     from jsonb_to_recordset($1) as f (schema text, name text, identity text)
     join pg_catalog.pg_namespace n on n.nspname = f.schema
     where p.pronamespace = n.oid and p.proname = f.name and p.oid >= 16384
       and pg_catalog.pg_get_function_identity_arguments(p.oid) = f.identity`,
    [JSON.stringify(leakproof.map(({ schema, name, identity }) => ({ schema, name, identity })))],
  )
}
