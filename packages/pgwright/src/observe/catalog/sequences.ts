import type { ObjectName } from '../../model/index.ts'
import type { Reading } from './reading.ts'
import { inUserSchema, ofNoExtension } from './scope.ts'

/** Sequences that defaults may name. Those of identity columns (deptype i) come back with their column. */
export async function readSequences({ client }: Reading): Promise<ObjectName[]> {
  const { rows } = await client.query<ObjectName>(
    `select n.nspname as schema, c.relname as name
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and ${inUserSchema} and ${ofNoExtension('pg_class', 'c.oid')}
       and not exists (select from pg_depend d
         where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')
     order by n.nspname, c.relname`,
  )
  return rows
}
