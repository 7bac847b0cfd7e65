import type { Client } from 'pg'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Books } from './books.ts'

/**
 * Writes into the tools' tables of a copy what those of the source hold, so that a tool that is run there goes on from
 * where it is on the source. Tables that the copy does not have are left out.
 *
 * @param client of the copy's own role: the tables can have triggers of others
 */
export async function seedBooks(client: Client, books: Books): Promise<void> {
  for (const { schema, table, rows } of books) {
    const name = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`
    // A column can take its values from a sequence that belongs to none.
    const { rows: columns } = await client.query<{ column: string; sequence: string | null }>(
      `select attname as column, coalesce(
                (select min(refobjid)::regclass::text from pg_catalog.pg_attrdef as ad
                   join pg_catalog.pg_depend as dep on dep.classid = 'pg_attrdef'::regclass and dep.objid = ad.oid
                   join pg_catalog.pg_class as s on s.oid = refobjid and relkind = 'S'
                  where adrelid = attrelid and adnum = attnum),
                pg_catalog.pg_get_serial_sequence($1, attname)) as sequence
         from pg_catalog.pg_attribute
        where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
      [name],
    )
    if (columns.length === 0) continue
    const list = columns.map(({ column }) => quoteIdentifier(column)).join(', ')
    await client.query(
      `insert into ${name} (${list}) overriding system value
       select ${list} from pg_catalog.jsonb_populate_recordset(null::${name}, $1::jsonb)`,
      [JSON.stringify(rows)],
    )
    for (const { column, sequence } of columns) {
      if (sequence === null) continue
      await client.query(`select setval($1, coalesce(max(${quoteIdentifier(column)}), 1)) from ${name}`, [sequence])
    }
  }
}
