import type { Client } from 'pg'
import { quoteQualified } from '../../sql/index.ts'

/** How far the rows of a table are filled, in its blocks. */
export interface FillPosition {
  readonly relation: number
  readonly attribute: number
  /** Rows are elsewhere once the table was written anew. */
  readonly fileNode: number
  readonly next: number
  /** Rows beyond were written when the trigger was there. */
  readonly end: number
}

export interface FilledColumn {
  readonly schema: string
  readonly table: string
  readonly column: string
}

/** The number of a column that was dropped is never given again, so that a position can't be taken for another's. */
const table = `
  create table if not exists pgwright.fill (
    relation oid not null,
    attribute int2 not null,
    file_node oid not null,
    next_block int8 not null,
    end_block int8 not null,
    primary key (relation, attribute)
  )`

const position = `
  select c.oid::int8::float8 as relation, a.attnum as attribute, f.file_node::int8::float8 as "fileNode",
    f.next_block::float8 as next, f.end_block::float8 as end
  from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
  join pgwright.fill f on f.relation = c.oid and f.attribute = a.attnum
    and f.file_node = pg_catalog.pg_relation_filenode(c.oid)
  where c.oid = pg_catalog.to_regclass($1) and a.attname = $2 and not a.attisdropped`

/** Where to go on, of this table's rows as they now lie; from the start where that is not known. */
export async function openPosition(client: Client, filled: FilledColumn): Promise<FillPosition> {
  await client.query(table)
  const known = await readPosition(client, filled)
  if (known !== undefined) return known
  await client.query(
    `insert into pgwright.fill (relation, attribute, file_node, next_block, end_block)
     select c.oid, a.attnum, pg_catalog.pg_relation_filenode(c.oid), 0,
       pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::int8
     from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
     where c.oid = pg_catalog.to_regclass($1) and a.attname = $2 and not a.attisdropped
     on conflict (relation, attribute) do update
       set file_node = excluded.file_node, next_block = 0, end_block = excluded.end_block`,
    parameters(filled),
  )
  const opened = await readPosition(client, filled)
  return opened ?? openPosition(client, filled)
}

export async function readPosition(client: Client, filled: FilledColumn): Promise<FillPosition | undefined> {
  return (await client.query<FillPosition>(position, parameters(filled))).rows[0]
}

/** Goes with the batch in its transaction; without effect where the table was written anew meanwhile. */
export function advanceSql({ relation, attribute }: FillPosition, next: number): string {
  return `update pgwright.fill set next_block = ${next} where relation = ${relation} and attribute = ${attribute}
    and file_node = pg_catalog.pg_relation_filenode(relation)`
}

export async function isFilled(client: Client, filled: FilledColumn): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `select pg_catalog.to_regclass('pgwright.fill') is not null as there`,
  )
  if (rows[0]?.there !== true) return false
  const found = await readPosition(client, filled)
  return found !== undefined && found.next >= found.end
}

function parameters({ schema, table, column }: FilledColumn): string[] {
  return [quoteQualified(schema, table), column]
}
