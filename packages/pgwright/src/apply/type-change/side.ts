import type { Client } from 'pg'
import { quoteIdentifier, quoteQualified, sequenceOptions } from '../../sql/index.ts'
import { pinArrays } from '../capture.ts'
import { readCreateIndex } from '../index-statement.ts'
import type { ColumnFacts, ConstraintFacts, IndexFacts } from './column-facts.ts'
import type { Conversion } from './conversion.ts'
import { exactBody, exactCheck } from './exact-text.ts'
import { type SideOf, sideName } from './own-names.ts'
import { tryForeignKeys } from './try-foreign-keys.ts'
import { tryType } from './try-type.ts'

/** An index or constraint as it is made for the column beside, under a name of ours until it takes the other's place. */
interface Made {
  readonly name: string
  readonly definition: string
}

interface MadeIndex extends Made {
  readonly predicate: string | null
}

/** A column that is to take another's place, with all that has to be there by then. */
export interface Side {
  readonly side: SideOf
  /** Its name until then. */
  readonly column: string
  readonly type: string
  readonly default: string | null
  /** The options of its sequence. */
  readonly identity: string | null
  /** What PostgreSQL 18 and later call its NOT NULL. */
  readonly notNullName: string | null
  readonly indexes: readonly (IndexFacts & { readonly made: MadeIndex })[]
  readonly constraints: readonly (ConstraintFacts & { readonly made: Made })[]
}

/**
 * How PostgreSQL itself writes down all that hangs on a column once the column has another name, and another type where
 * one is given: it is made on an empty temporary copy of the table, in a transaction that is taken back, and there the
 * type is changed in the plain way. That also shows whether it can be done at all.
 *
 * @param client not in a transaction
 * @param type null: as it is
 * @throws PgwrightError `unsupported` where PostgreSQL can't carry it over
 */
export async function sideOf(
  client: Client,
  change: Conversion,
  facts: ColumnFacts,
  side: SideOf,
  type: string | null,
): Promise<Side> {
  const column = sideName(side, change.column)
  try {
    await client.query('begin; set local search_path = pg_catalog')
    await copyTable(client, change, facts, side)
    if (type !== null) {
      await tryType(client, change, facts.type, type)
      await tryForeignKeys(client, change, type, facts.references)
    }
    await client.query(
      `alter table ${copyOf(change)} rename column ${quoteIdentifier(change.column)} to ${quoteIdentifier(column)}`,
    )
    const found = await read(client, change, column)
    const notNullName = facts.notNullName === null ? null : await nameOfNotNull(client, change, column)
    return {
      ...found,
      side,
      column,
      notNullName,
      indexes: await inTurn(facts.indexes, async (index) => {
        const name = sideName(side, index.name)
        const predicate = found.predicates[name] ?? null
        const definition = await indexSql(client, change, name, found.indexes[name] ?? '')
        return {
          ...index,
          made: { name, definition, predicate: predicate === null ? null : pinnedIn(definition, predicate) },
        }
      }),
      constraints: await inTurn(facts.constraints, async (constraint) => {
        const name = sideName(side, constraint.name)
        const definition = constraint.foreign
          ? foreignKey(constraint, change.column, column)
          : await exactCheck(client, change, found.checks[name] ?? '')
        return { ...constraint, made: { name, definition } }
      }),
    }
  } finally {
    await client.query('rollback').catch(() => {})
  }
}

function copyOf({ table }: Conversion): string {
  return `pg_temp.${quoteIdentifier(table)}`
}

async function copyTable(
  client: Client,
  change: Conversion,
  { indexes, constraints, default: value, identity, sequences }: ColumnFacts,
  side: SideOf,
): Promise<void> {
  const { schema, table, column } = change
  const copy = copyOf(change)
  await client.query(
    `create temporary table ${quoteIdentifier(table)}
       (like ${quoteQualified(schema, table)} including generated)`,
  )
  for (const { name, definition } of indexes) {
    const build = readCreateIndex(definition)
    const unique = build?.unique === true ? 'unique ' : ''
    const body = await exactBody(client, change, build?.body ?? '')
    await client.query(`create ${unique}index ${quoteIdentifier(sideName(side, name))} on ${copy} ${body}`)
  }
  for (const { name, definition, foreign } of constraints) {
    if (foreign) continue
    const check = await exactCheck(client, change, definition)
    await client.query(`alter table ${copy} add constraint ${quoteIdentifier(sideName(side, name))} ${check}`)
  }
  const alter = `alter table ${copy} alter column ${quoteIdentifier(column)}`
  if (identity !== '') await client.query(`${alter} add generated always as identity (${sequences[0]?.options})`)
  else if (value !== null) await client.query(`${alter} set default ${value}`)
}

interface Found {
  readonly type: string
  readonly default: string | null
  readonly identity: string | null
  readonly indexes: Readonly<Record<string, string>>
  readonly predicates: Readonly<Record<string, string | null>>
  readonly checks: Readonly<Record<string, string>>
}

async function read(client: Client, change: Conversion, column: string): Promise<Found> {
  const { rows } = await client.query<Found>(
    `select format_type(a.atttypid, a.atttypmod) as type, pg_get_expr(d.adbin, d.adrelid) as default,
       (select ${sequenceOptions}
         from pg_depend p join pg_sequence s on s.seqrelid = p.objid
         where p.classid = 'pg_class'::regclass and p.refclassid = 'pg_class'::regclass and p.refobjid = a.attrelid
           and p.refobjsubid = a.attnum and p.deptype = 'i') as identity,
       coalesce((select json_object_agg(o.relname, pg_get_indexdef(o.oid)) from pg_index i
         join pg_class o on o.oid = i.indexrelid where i.indrelid = a.attrelid), '{}') as indexes,
       coalesce((select json_object_agg(o.relname, pg_get_expr(i.indpred, i.indrelid)) from pg_index i
         join pg_class o on o.oid = i.indexrelid where i.indrelid = a.attrelid), '{}') as predicates,
       coalesce((select json_object_agg(k.conname, pg_get_constraintdef(k.oid)) from pg_constraint k
         where k.conrelid = a.attrelid and k.contype = 'c'), '{}') as checks
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = to_regclass($1) and a.attname = $2`,
    [copyOf(change), column],
  )
  const [found] = rows
  if (found === undefined) throw new Error('a copy that was just made is gone')
  return found
}

/** PostgreSQL makes it up from the names of table and column, which are the copy's too. */
async function nameOfNotNull(client: Client, change: Conversion, column: string): Promise<string | null> {
  const alter = `alter table ${copyOf(change)} alter column ${quoteIdentifier(column)}`
  await client.query(`${alter} drop identity if exists; ${alter} drop not null; ${alter} set not null`)
  const { rows } = await client.query<{ name: string }>(
    `select k.conname as name from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     where k.conrelid = to_regclass($1) and k.contype = 'n' and a.attname = $2`,
    [copyOf(change), column],
  )
  return rows[0]?.name ?? null
}

async function indexSql(client: Client, change: Conversion, name: string, definition: string): Promise<string> {
  const build = readCreateIndex(definition)
  const start = build?.unique === true ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX'
  const body = await exactBody(client, change, build?.body ?? '')
  return `${start} ${quoteIdentifier(name)} ON ${quoteQualified(change.schema, change.table)} ${body}`
}

/** As it stands in the definition, at whose end it is. */
function pinnedIn(definition: string, predicate: string): string {
  return definition.endsWith(predicate) ? predicate : pinArrays(predicate)
}

/** A session does one thing at a time. */
async function inTurn<One, Other>(all: readonly One[], work: (one: One) => Promise<Other>): Promise<Other[]> {
  const done: Other[] = []
  for (const one of all) done.push(await work(one))
  return done
}

/** A temporary table can have none, so this one is written anew: its own columns come first. */
function foreignKey({ definition, ownColumns }: ConstraintFacts, column: string, beside: string): string {
  const rest = definition.slice(definition.indexOf(' REFERENCES '))
  const columns = ownColumns.map((own) => quoteIdentifier(own === column ? beside : own))
  return `FOREIGN KEY (${columns.join(', ')})${rest}`
}
