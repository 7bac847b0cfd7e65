import { readFile } from 'node:fs/promises'
import type { Connection, Dimensions } from 'pgwright'
import { choiceFunctions } from './choices.ts'

/** A table of the finished schema. */
export interface Table {
  /** As SQL needs it: quoted where it has to be. */
  readonly name: string
  readonly columns: readonly string[]
}

/** What a system is built from. */
export interface Construction {
  /** The folder that holds `<module>.sql` and `data/<file>.sql`. */
  readonly schema: URL
  /** Tables, a file for each module, in an order in which they can refer to each other. */
  readonly modules: readonly string[]
  /** Rows, in the order in which one file's are made from another's; `build` is in the search path. */
  readonly data: readonly string[]
  /** The moment at which the product's story stands still, as a timestamptz: `2025-01-06 00:00:00+00`. */
  readonly anchor: string
  /** Makes the roles where they are missing: they belong to the server, and other databases of it may have them. */
  readonly roles: string
  /** Runs between the tables and their rows. */
  describe?(owner: Connection, dimensions: Dimensions): Promise<void>
  /** What the product has beside tables and rows: indexes, policies, grants, partitioned forms. */
  finish(owner: Connection, tables: readonly Table[]): Promise<void>
}

export type Progress = (stage: string, share: number) => void

/**
 * Builds a product as it stands before any tuning. All but the vacuum is one transaction, so a build that is killed
 * leaves an empty database.
 */
export async function buildSystem(
  owner: Connection,
  dimensions: Dimensions,
  progress: Progress,
  construction: Construction,
): Promise<void> {
  const { schema, modules, roles, finish } = construction
  // Roles belong to the server: made inside the long transaction, they would hold up every other build on it.
  await owner.query(roles)
  await owner.query('begin')
  try {
    // Both only make the load faster; they end with the transaction.
    await owner.query(`set local work_mem = '128MB'; set local maintenance_work_mem = '256MB'`)
    for (const module of modules) await owner.query(await readSql(schema, `${module}.sql`))
    await loadRows(owner, dimensions, progress, construction)
    progress('indexes', 0.75)
    await advanceSequences(owner)
    await finish(owner, await tablesOf(owner))
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
  progress('vacuum', 0.9)
  await owner.query('vacuum analyze')
  progress('vacuum', 1)
}

async function loadRows(owner: Connection, dimensions: Dimensions, progress: Progress, construction: Construction) {
  const { schema, data, anchor, describe } = construction
  const foreignKeys = await dropForeignKeys(owner)
  await owner.query(choiceFunctions(anchor))
  await owner.query('set local search_path = public, build')
  await owner.query('insert into build.dimensions select * from unnest($1::text[], $2::bigint[])', [
    Object.keys(dimensions),
    Object.values(dimensions),
  ])
  await describe?.(owner, dimensions)
  for (const [position, file] of data.entries()) {
    progress(`rows: ${file}`, (0.6 * position) / data.length)
    await owner.query(await readSql(schema, `data/${file}.sql`))
  }
  await owner.query('drop schema build cascade; set local search_path = public')
  for (const [position, statement] of foreignKeys.entries()) {
    progress('foreign keys', 0.6 + (0.15 * position) / foreignKeys.length)
    await owner.query(statement)
  }
}

/**
 * Takes the foreign keys away and returns the statements that bring them back: checking a key once over the whole
 * table is ten times faster than row by row, and the server still checks each one.
 */
async function dropForeignKeys(owner: Connection): Promise<readonly string[]> {
  const keys = await owner.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, format('%I', conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint
     where contype = 'f' and connamespace = 'public'::regnamespace
     order by conrelid::regclass::text, conname`,
  )
  await owner.query(keys.map(({ table, name }) => `alter table ${table} drop constraint ${name};`).join('\n'))
  return keys.map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`)
}

/** New rows go on after the loaded ones, which came with their ids. */
async function advanceSequences(owner: Connection): Promise<void> {
  const columns = await owner.query<{ table: string; column: string; name: string }>(
    `select c.oid::regclass::text as table, format('%I', a.attname) as column, a.attname as name
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attidentity <> '' and not a.attisdropped
     order by 1, 2`,
  )
  for (const { table, column, name } of columns) {
    await owner.query(`select setval(pg_get_serial_sequence($1, $2), max(${column})) from ${table}`, [table, name])
  }
}

/** The tables of the schema `public`, by name. */
export function tablesOf(owner: Connection): Promise<readonly Table[]> {
  return owner.query<Table>(
    `select c.oid::regclass::text as name,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns
     from pg_class c
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
     order by c.relname`,
  )
}

function readSql(schema: URL, file: string): Promise<string> {
  return readFile(new URL(file, schema), 'utf8')
}
