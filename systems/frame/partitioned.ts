import type { Connection } from 'pgwright'

/** A second form of a table, partitioned by month. */
export interface PartitionedForm {
  /** As the catalog has it. */
  readonly table: string
  /** What it is partitioned by: a timestamptz. */
  readonly column: string
  /** First month, and the one after the last: `2024-01-01`. */
  readonly from: string
  readonly before: string
  /** Columns of the primary key, the partition key among them: PostgreSQL checks uniqueness partition by partition. */
  readonly primaryKey: readonly string[]
  /** What follows `create index on …`: `(user_id, "timestamp" desc)`. */
  readonly indexes: readonly string[]
}

/** The schema that holds partitioned forms, each under the name of its table. */
export const partitionedSchema = 'partitioned'

/**
 * Makes the partitioned form of a table beside it: same columns, defaults, checks and foreign keys, a partition for each
 * month and a default one, all rows. Triggers keep it the same as the table, as they do half-way through an online
 * conversion, so that both forms answer alike whatever is written meanwhile.
 *
 * Policies and grants are the caller's to add: they are not part of a table's shape.
 */
export async function makePartitionedForm(owner: Connection, form: PartitionedForm): Promise<void> {
  const { table, column, primaryKey, indexes } = form
  const name = `${partitionedSchema}.${quote(table)}`
  const source = `public.${quote(table)}`
  await owner.query(`create schema if not exists ${partitionedSchema}`)
  await owner.query(
    `create table ${name} (like ${source} including defaults including constraints including generated)
     partition by range (${quote(column)})`,
  )
  for (const { suffix, from, before } of months(form)) {
    await owner.query(
      `create table ${partitionedSchema}.${quote(table + suffix)} partition of ${name}
       for values from ('${from}') to ('${before}')`,
    )
  }
  await owner.query(`create table ${partitionedSchema}.${quote(`${table}_default`)} partition of ${name} default`)
  await owner.query(`insert into ${name} select * from ${source}`)
  await owner.query(`alter table ${name} add primary key (${primaryKey.map(quote).join(', ')})`)
  for (const index of indexes) await owner.query(`create index on ${name} ${index}`)
  for (const { constraint, definition } of await foreignKeysOf(owner, source)) {
    await owner.query(`alter table ${name} add constraint ${constraint} ${definition}`)
  }
  for (const statement of followStatements(form)) await owner.query(statement)
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

function foreignKeysOf(owner: Connection, table: string) {
  return owner.query<{ constraint: string; definition: string }>(
    `select format('%I', conname) as constraint, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conrelid = $1::regclass order by conname`,
    [table],
  )
}

/** Once for a statement and not for each row: a batch of a thousand GPS points is one more insert. */
function followStatements({ table, primaryKey }: PartitionedForm): readonly string[] {
  const name = `${partitionedSchema}.${quote(table)}`
  const source = `public.${quote(table)}`
  const key = primaryKey.map((column) => `p.${quote(column)} = g.${quote(column)}`).join(' and ')
  const insert = `insert into ${name} select * from new_rows`
  const remove = `delete from ${name} p using gone_rows g where ${key}`
  const follow = (verb: string, referencing: string, body: string) => [
    `create function ${partitionedSchema}.${quote(`${table}_after_${verb}`)}() returns trigger language plpgsql
     as $$ begin ${body}; return null; end $$`,
    `create trigger ${quote(`partitioned_after_${verb}`)} after ${verb} on ${source} referencing ${referencing}
     for each statement execute function ${partitionedSchema}.${quote(`${table}_after_${verb}`)}()`,
  ]
  return [
    ...follow('insert', 'new table as new_rows', insert),
    ...follow('update', 'old table as gone_rows new table as new_rows', `${remove}; ${insert}`),
    ...follow('delete', 'old table as gone_rows', remove),
  ]
}

function quote(name: string): string {
  return `"${name}"`
}
