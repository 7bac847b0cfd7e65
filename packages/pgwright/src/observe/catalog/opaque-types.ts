import type { OpaqueType } from '../../model/index.ts'
import type { Reading } from './reading.ts'
import { inUserSchema } from './scope.ts'

/**
 * Types of extensions, of whatever kind, and the user's own base types. Arrays and multiranges come with what they are
 * of, and the row type of an extension's table is no column's.
 */
export async function readOpaqueTypes({ client }: Reading): Promise<OpaqueType[]> {
  const { rows } = await client.query<OpaqueType>(
    `select n.nspname as schema, t.typname as name, e.extname as extension, t.typcollation <> 0 as collatable
     from pg_type t
     join pg_namespace n on n.oid = t.typnamespace
     left join pg_class c on c.oid = t.typrelid
     left join pg_depend d on d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e'
     left join pg_extension e on e.oid = d.refobjid
     where ${inUserSchema} and t.typisdefined and (t.typtype = 'b' or e.oid is not null and t.typtype in ('c', 'd', 'e', 'r'))
       and not exists (select from pg_type a where a.typarray = t.oid) and coalesce(c.relkind = 'c', true)
     order by t.oid`,
  )
  return rows
}
