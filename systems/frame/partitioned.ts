import type { Connection } from 'pgwright'
import { followStatements } from './partitioned-follow.ts'
import { type Dictionary, type PartitionedForm, partitionedSchema } from './partitioned-form.ts'
import { quote } from './quote.ts'

/**
 * Makes the partitioned form of a table beside it: same columns, defaults, checks and foreign keys, a partition for each
 * month and a default one, all rows. Triggers keep it the same as the table, as they do half-way through an online
 * conversion, so that both forms answer alike whatever is written meanwhile.
 *
 * Policies and grants are the caller's to add: they are not part of a table's shape.
 */
export async function makePartitionedForm(owner: Connection, form: PartitionedForm): Promise<void> {
  const { table, column, primaryKey, indexes, dictionaries = [] } = form
  const name = `${partitionedSchema}.${quote(table)}`
  const source = `public.${quote(table)}`
  await owner.query(`create schema if not exists ${partitionedSchema}`)
  await owner.query(
    `create table ${name} (like ${source} including defaults including constraints including generated)
     partition by range (${quote(column)})`,
  )
  // Before there are partitions: these then never have the column that the dictionary takes the place of.
  for (const dictionary of dictionaries)
    for (const sql of dictionaryStatements(name, dictionary)) await owner.query(sql)
  for (const { suffix, from, before } of months(form)) {
    await owner.query(
      `create table ${partitionedSchema}.${quote(table + suffix)} partition of ${name}
       for values from ('${from}') to ('${before}')`,
    )
  }
  await owner.query(`create table ${partitionedSchema}.${quote(`${table}_default`)} partition of ${name} default`)
  const { fill, follow } = followStatements(form, await columnsOf(owner, source))
  for (const statement of fill) await owner.query(statement)
  await owner.query(`alter table ${name} add primary key (${primaryKey.map(quote).join(', ')})`)
  for (const index of indexes) await owner.query(`create index on ${name} ${index}`)
  for (const { constraint, definition } of await foreignKeysOf(owner, source)) {
    await owner.query(`alter table ${name} add constraint ${constraint} ${definition}`)
  }
  for (const { column, table: values } of dictionaries) {
    const reference = `references ${partitionedSchema}.${quote(values)} (id)`
    await owner.query(`alter table ${name} add foreign key (${quote(`${column}_id`)}) ${reference}`)
  }
  for (const statement of follow) await owner.query(statement)
}

/**
 * A hash index, since a value may be longer than an entry of a B-tree: a unique constraint would refuse such rows, and
 * an exclusion constraint that compares by `=` is the same thing on a hash index.
 */
function dictionaryStatements(form: string, { column, table }: Dictionary): readonly string[] {
  return [
    `create table ${partitionedSchema}.${quote(table)} (
       id integer generated always as identity primary key,
       value text not null,
       exclude using hash (value with =)
     )`,
    `alter table ${form} drop column ${quote(column)}, add column ${quote(`${column}_id`)} integer`,
  ]
}

interface Month {
  /** `_2024_01`. */
  readonly suffix: string
  readonly from: string
  readonly before: string
}

/** Calendar months: counting thirty days at a time skips some and repeats others. */
export function months({ from, before }: Pick<PartitionedForm, 'from' | 'before'>): readonly Month[] {
  const list: Month[] = []
  for (let month = from; month < before; ) {
    const next = new Date(`${month}T00:00:00Z`)
    next.setUTCMonth(next.getUTCMonth() + 1)
    const after = next.toISOString().slice(0, 10)
    list.push({ suffix: `_${month.slice(0, 7).replace('-', '_')}`, from: `${month} UTC`, before: `${after} UTC` })
    month = after
  }
  return list
}

async function columnsOf(owner: Connection, table: string): Promise<readonly string[]> {
  const columns = await owner.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
     order by attnum`,
    [table],
  )
  return columns.map(({ name }) => name)
}

function foreignKeysOf(owner: Connection, table: string) {
  return owner.query<{ constraint: string; definition: string }>(
    `select format('%I', conname) as constraint, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conrelid = $1::regclass order by conname`,
    [table],
  )
}
