import type { ClientBase } from 'pg'
import { wholeCatalog } from '../../packages/pgwright/src/apply/testing/whole-catalog.ts'

/** All that the plan of every kind can change, a line each. */
export async function catalogOf(client: ClientBase): Promise<string> {
  return wholeCatalog({ client })
}

/** What nobody wants to find: transactions left open or prepared, temporary tables, sessions that hold advisory locks. */
export async function leftovers(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `select format('temporary %s', c.relname) as line from pg_class c
       join pg_namespace n on n.oid = c.relnamespace where n.nspname ~ '^pg_temp' and not pg_is_other_temp_schema(n.oid)
     union all select format('prepared %s', gid) from pg_prepared_xacts
     union all select format('in auto.conf %s %s', name, setting) from pg_file_settings
       where sourcefile like '%postgresql.auto.conf'
     order by 1`,
  )
  return rows.map(({ line }) => line)
}
