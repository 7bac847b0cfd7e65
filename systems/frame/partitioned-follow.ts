import { type PartitionedForm, partitionedSchema } from './partitioned-form.ts'
import { quote } from './quote.ts'

interface FollowStatements {
  /** Takes over all rows of the table. */
  readonly fill: readonly string[]
  /** Makes the triggers that take over what is written from then on. */
  readonly follow: readonly string[]
}

/**
 * How a partitioned form is filled, and follows its table.
 *
 * @param columns of the table, generated ones left out
 */
export function followStatements(form: PartitionedForm, columns: readonly string[]): FollowStatements {
  const { table, primaryKey } = form
  const source = `public.${quote(table)}`
  const key = primaryKey.map((column) => `p.${quote(column)} = g.${quote(column)}`).join(' and ')
  const insert = insertStatements(form, columns, 'new_rows').join('; ')
  const remove = `delete from ${partitionedSchema}.${quote(table)} p using gone_rows g where ${key}`
  // Once for a statement and not for each row: a batch of a thousand GPS points is one more insert.
  const after = (verb: string, referencing: string, body: string) => [
    `create function ${partitionedSchema}.${quote(`${table}_after_${verb}`)}() returns trigger language plpgsql
     as $$ begin ${body}; return null; end $$`,
    `create trigger ${quote(`partitioned_after_${verb}`)} after ${verb} on ${source} referencing ${referencing}
     for each statement execute function ${partitionedSchema}.${quote(`${table}_after_${verb}`)}()`,
  ]
  return {
    fill: insertStatements(form, columns, source),
    follow: [
      ...after('insert', 'new table as new_rows', insert),
      ...after('update', 'old table as gone_rows new table as new_rows', `${remove}; ${insert}`),
      ...after('delete', 'old table as gone_rows', remove),
    ],
  }
}

/**
 * New values first, and in a statement of their own: the next one then sees them, whichever session was first. They are
 * looked for before they are inserted, since an `on conflict` alone uses up an id for each row that is not new.
 */
function insertStatements({ table, dictionaries = [] }: PartitionedForm, columns: readonly string[], from: string) {
  const told = dictionaries.map(({ column, table: values }, position) => ({
    column,
    alias: `d${position}`,
    values: `${partitionedSchema}.${quote(values)}`,
  }))
  const target = columns.map((column) => quote(told.some((one) => one.column === column) ? `${column}_id` : column))
  const value = columns.map((column) => {
    const known = told.find((one) => one.column === column)
    return known === undefined ? `s.${quote(column)}` : `${known.alias}.id`
  })
  const joins = told.map(
    ({ column, alias, values }) => `left join ${values} ${alias} on ${alias}.value = s.${quote(column)}`,
  )
  return [
    ...told.map(
      ({ column, values }) => `insert into ${values} (value)
        select s.${quote(column)} from ${from} s
        where s.${quote(column)} is not null and not exists (select from ${values} d where d.value = s.${quote(column)})
        group by 1 order by 1
        on conflict do nothing`,
    ),
    `insert into ${partitionedSchema}.${quote(table)} (${target.join(', ')})
     select ${value.join(', ')} from ${from} s ${joins.join(' ')}`,
  ]
}
