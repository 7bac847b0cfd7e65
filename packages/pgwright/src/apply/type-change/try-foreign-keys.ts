import type { Client } from 'pg'
import { PgwrightError } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import type { Conversion } from './conversion.ts'
import type { ForeignKeyFacts } from './foreign-keys.ts'

const tried = 'pgwright_referring'

/**
 * Makes the foreign keys that refer to a column on empty copies, where the column has its other type by now. PostgreSQL
 * takes one whose column has still another type, as long as the two can be compared. Where it has to convert the
 * referring column for that, as integer for numeric, no index of that column is of use any more: a row deleted on the
 * one side would have the whole table on the other read.
 *
 * @param client in a transaction that is taken back, with the table's copy
 * @throws PgwrightError `unsupported`
 */
export async function tryForeignKeys(
  client: Client,
  change: Conversion,
  type: string,
  keys: readonly ForeignKeyFacts[],
): Promise<void> {
  for (const key of keys) {
    const [own, others] = [key.ownColumns, key.columns].map((names) => names.map(quoteIdentifier).join(', '))
    await client.query(
      `savepoint referring; create temporary table ${tried} (like ${quoteQualified(key.schema, key.table)})`,
    )
    try {
      await client.query(`alter table pg_temp.${tried} add constraint ${tried} foreign key (${own})
        references pg_temp.${quoteIdentifier(change.table)} (${others})`)
    } catch (cause) {
      throw unfit(change, type, key, cause)
    }
    const { rows } = await client.query<{ converted: boolean }>(comparison, [`pg_temp.${tried}`, tried])
    if (rows[0]?.converted !== false) throw unfit(change, type, key, undefined)
    await client.query('rollback to referring; release referring')
  }
}

/** Operators that take any array, enum or range take the column as it is, as do those of a type that has the same bytes. */
const comparison = `
  select bool_or(not (o.oprright in (a.atttypid, y.typbasetype) or r.typtype = 'p' or exists (select from pg_cast x
    where x.castsource in (a.atttypid, y.typbasetype) and x.casttarget = o.oprright and x.castmethod = 'b'))) as converted
  from pg_constraint k cross join lateral unnest(k.conkey, k.conpfeqop) as u (attnum, operator)
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum join pg_type y on y.oid = a.atttypid
  join pg_operator o on o.oid = u.operator join pg_type r on r.oid = o.oprright
  where k.conrelid = to_regclass($1) and k.conname = $2`

function unfit(change: Conversion, type: string, key: ForeignKeyFacts, cause: unknown): PgwrightError {
  const { schema, table, column } = change
  const own = key.ownColumns.map(quoteIdentifier).join(', ')
  return new PgwrightError(
    'unsupported',
    `The type of the column ${quoteIdentifier(column)} of ${quoteQualified(schema, table)} can't be changed beside it, for the foreign key ${quoteIdentifier(key.name)} refers to it, and an index does not find ${own} of ${quoteQualified(key.schema, key.table)} by values of type ${type}, or the other way round.`,
    'Drop that constraint before, give the columns on both of its ends their new types, and add it again not valid; then validate it.',
    { cause },
  )
}
