import type { Connection } from './system.ts'

/**
 * Every index, column, constraint, policy and comment outside the journal's schema, a line each: two catalogs with
 * the same text are the same to whoever uses the database.
 */
export async function catalogText(owner: Connection): Promise<string> {
  const rows = await owner.query<{ line: string }>(
    `with relation as (
       select c.oid, c.relkind, format('%I.%I', n.nspname, c.relname) as name, c.relrowsecurity as secured
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where n.nspname not in ('pg_catalog', 'information_schema', 'pgwright') and n.nspname !~ '^pg_toast'
     )
     select format('relation %s %s %s', name, relkind, secured) as line from relation
     union all
     select format('index %s valid %s', pg_catalog.pg_get_indexdef(indexrelid), indisvalid)
     from pg_catalog.pg_index where indexrelid in (select oid from relation)
     union all
     select format('column %s.%I %s %s', r.name, attname, pg_catalog.format_type(atttypid, atttypmod), attnotnull)
     from pg_catalog.pg_attribute join relation r on r.oid = attrelid where attnum > 0 and not attisdropped
     union all
     select format('constraint %s %I %s', r.name, conname, pg_catalog.pg_get_constraintdef(c.oid))
     from pg_catalog.pg_constraint c join relation r on r.oid = conrelid
     union all
     select format('policy %s %I %s', r.name, polname, pg_catalog.pg_get_expr(polqual, polrelid))
     from pg_catalog.pg_policy join relation r on r.oid = polrelid
     union all
     select format('comment %s %s %s', r.name, objsubid, description)
     from pg_catalog.pg_description join relation r on r.oid = objoid
     order by 1`,
  )
  return rows.map(({ line }) => line).join('\n')
}

/** Number of rows and a checksum over all of them, by table; equal where nothing was lost, added or changed. */
export async function dataChecksums(owner: Connection): Promise<string> {
  const tables = await owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pgwright') order by 1`,
  )
  const lines: string[] = []
  for (const { name } of tables) {
    const [sums] = await owner.query<{ rows: string; sum: string }>(
      `select count(*) as rows, coalesce(sum(pg_catalog.hashtext(t::text)::bigint), 0) as sum from ${name} t`,
    )
    lines.push(`${name} ${sums?.rows} ${sums?.sum}`)
  }
  return lines.join('\n')
}
