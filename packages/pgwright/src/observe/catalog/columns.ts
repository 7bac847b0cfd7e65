import type { Column } from '../../model/index.ts'
import type { Reading } from './reading.ts'
import { readUnlocked } from './unlocked.ts'

interface ColumnRow extends Column {
  readonly relation: number
}

/** Columns by their relation's oid, and the relations that another session has locked. */
export async function readColumns(
  { client }: Reading,
  oids: readonly number[],
): Promise<{ columns: ReadonlyMap<number, Column[]>; locked: number[] }> {
  const { rows, locked } = await readUnlocked<ColumnRow>(
    client,
    `select a.attrelid as relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull as "notNull", pg_get_expr(d.adbin, d.adrelid) as default,
       a.attidentity as identity, a.attgenerated as generated,
       case when a.attcollation <> t.typcollation then format('%I.%I', n.nspname, l.collname) end as collation,
       not a.attislocal as inherited, coalesce(a.attoptions, '{}') as options
     from pg_attribute a
     join pg_type t on t.oid = a.atttypid
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     left join pg_collation l on l.oid = a.attcollation
     left join pg_namespace n on n.oid = l.collnamespace
     where a.attrelid = any($1) and a.attnum > 0 and not a.attisdropped
     order by a.attrelid, a.attnum`,
    oids,
  )
  const columns = new Map<number, Column[]>()
  for (const { relation, ...column } of rows) {
    const others = columns.get(relation)
    if (others === undefined) columns.set(relation, [column])
    else others.push(column)
  }
  return { columns, locked }
}
