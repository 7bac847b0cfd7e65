import type { Client } from 'pg'

/** Indexes, constraints and statistics of a schema, as PostgreSQL writes them down, a line each in no matter what order. */
export async function catalogOf(client: Client, schema: string): Promise<string> {
  const { rows } = await client.query<{ readonly line: string }>(
    `with relation as (select c.* from pg_class c where c.relnamespace = (select oid from pg_namespace where nspname = $1))
     select jsonb_build_array(pg_get_indexdef(i.indexrelid), i.indisvalid, obj_description(i.indexrelid, 'pg_class'),
         (select inhparent::regclass::text from pg_inherits where inhrelid = i.indexrelid))::text as line
       from pg_index i join relation r on r.oid = i.indrelid
     union all select jsonb_build_array(r.relname, k.conname, pg_get_constraintdef(k.oid), k.convalidated)::text
       from pg_constraint k join relation r on r.oid = k.conrelid
     union all select pg_get_statisticsobjdef(s.oid) from pg_statistic_ext s join relation r on r.oid = s.stxrelid
     union all select jsonb_build_array(r.relname, r.relkind, r.reloptions)::text from relation r
     order by 1`,
    [schema],
  )
  return rows.map(({ line }) => line).join('\n')
}
