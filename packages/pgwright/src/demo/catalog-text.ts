import type { Connection } from './system.ts'

/**
 * Every relation, index, column, constraint, policy, trigger, function, view, extension and comment outside the journal's
 * schema, a line each: two catalogs with the same text are the same to whoever uses the database.
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
     select pg_catalog.pg_get_triggerdef(oid) from pg_catalog.pg_trigger where tgrelid in (select oid from relation) and not tgisinternal
     union all
     select format('view %s %s', name, pg_catalog.pg_get_viewdef(oid)) from relation where relkind in ('v', 'm')
     union all
     select pg_catalog.pg_get_functiondef(p.oid)
     from pg_catalog.pg_proc p
     join pg_catalog.pg_namespace n on n.oid = p.pronamespace
     where p.prokind in ('f', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pgwright')
     union all
     select format('extension %s', extname) from pg_catalog.pg_extension
     union all
     select format('comment %s %s %s', r.name, objsubid, description)
     from pg_catalog.pg_description join relation r on r.oid = objoid
     order by 1`,
  )
  return rows.map(({ line }) => line).join('\n')
}

/** The columns of each table, by its quoted name. */
export type TableColumns = ReadonlyMap<string, readonly string[]>

export async function columnsOf(owner: Connection): Promise<TableColumns> {
  const tables = await owner.query<{ name: string; columns: string[] }>(
    `select format('%I.%I', n.nspname, c.relname) as name,
       array(select format('%I', a.attname) from pg_catalog.pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pgwright') order by 1`,
  )
  return new Map(tables.map(({ name, columns }) => [name, columns]))
}

/** Number of rows and a checksum over these columns of all of them, by table; equal where nothing was lost or changed. */
export async function dataChecksums(owner: Connection, tables: TableColumns): Promise<string> {
  const lines: string[] = []
  for (const [name, columns] of tables) {
    const [sums] = await owner.query<{ rows: string; sum: string }>(
      `select count(*) as rows, coalesce(sum(pg_catalog.hashtext(row(${columns.join(', ')})::text)::bigint), 0) as sum
       from ${name}`,
    )
    lines.push(`${name} ${sums?.rows} ${sums?.sum}`)
  }
  return lines.join('\n')
}
