import type { ClientBase } from 'pg'
import type { Snapshot } from '../../model/index.ts'

/**
 * Sets in the catalog what `CREATE FUNCTION` takes from superusers alone: that a function leaks nothing, which lets its
 * condition be checked before a policy's, and a support function of the server's own.
 *
 * @param owner the superuser's session, with `pg_catalog` as its path: by it, identities are written as the source's
 */
export async function setFunctionFlags(owner: ClientBase, { functions }: Snapshot): Promise<void> {
  const flagged = functions.filter(({ leakproof, support }) => leakproof || support?.schema === 'pg_catalog')
  if (flagged.length === 0) return
  await owner.query(
    `update pg_catalog.pg_proc p
     set proleakproof = f.leakproof, prosupport = coalesce(s.oid, 0)::regproc
     from jsonb_to_recordset($1) as f (schema text, name text, identity text, leakproof bool, support text)
     join pg_catalog.pg_namespace n on n.nspname = f.schema
     left join pg_catalog.pg_proc s on s.proname = f.support and s.pronamespace = 'pg_catalog'::regnamespace
       and s.prorettype = 'internal'::regtype and s.proargtypes = array['internal'::regtype::oid]::oidvector
     where p.pronamespace = n.oid and p.proname = f.name and p.oid >= 16384
       and pg_catalog.pg_get_function_identity_arguments(p.oid) = f.identity`,
    [
      JSON.stringify(
        flagged.map(({ schema, name, identity, leakproof, support }) => ({
          schema,
          name,
          identity,
          leakproof,
          support: support?.schema === 'pg_catalog' ? support.name : null,
        })),
      ),
    ],
  )
}
