import type { Policy } from '../../model/index.ts'
import type { Reading } from './reading.ts'
import { readParts } from './relation-parts.ts'
import type { CatalogRelation } from './relations.ts'

/** Row-level security policies of the relations given, in force or not. */
export async function readPolicies(reading: Reading, relations: readonly CatalogRelation[]): Promise<Policy[]> {
  return readParts<Policy>(
    reading,
    relations,
    'policies',
    `select n.nspname as schema, t.relname as table, p.polname as name,
       case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE'
         else 'ALL' end as command,
       p.polpermissive as permissive,
       array(select case when r.oid = 0 then 'public' else pg_get_userbyid(r.oid)::text end
             from unnest(p.polroles) as r (oid) order by 1) as roles,
       pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
     from pg_policy p
     join pg_class t on t.oid = p.polrelid
     join pg_namespace n on n.oid = t.relnamespace
     where p.polrelid = any($1)
     order by array_position($1, p.polrelid), p.polname`,
  )
}
