import type { ClientBase } from 'pg'
import type { ObjectName } from '../model/index.ts'
import { ownMark, quoteIdentifier, quoteQualified } from '../sql/index.ts'

export type SampleRow = ReadonlyMap<string, string | null>

/** Some rows of a table, as text. They stay in memory for as long as a trial runs, and go nowhere. */
export interface Sample {
  readonly rows: readonly SampleRow[]
  /** `pg_type.typcategory` of each column: what may be a value of what. */
  readonly categories: ReadonlyMap<string, string>
}

const sampleRows = 300
/** Whole pages are read, so that a large table costs no more than a small one; many, since neighbours are alike. */
const samplePages = 200

/** The same rows for the same seed, as long as the table stays as it is. */
export async function sampleTable(
  client: ClientBase,
  table: ObjectName,
  columns: readonly string[],
  seed: number,
): Promise<Sample> {
  const name = quoteQualified(table.schema, table.name)
  const categories = await columnCategories(client, name)
  const known = columns.filter((column) => categories.has(column))
  const { kind, pages } = await sizeOf(client, name)
  const scanned = kind === 'r' || kind === 'm' || kind === 'p'
  const share = Math.min(100, (100 * samplePages) / Math.max(1, pages))
  const texts = known.map((column) => `t.${quoteIdentifier(column)}::text`)
  const { rows } = await client.query<(string | null)[]>({
    text: `select ${ownMark} ${texts.length === 0 ? 'null' : texts.join(', ')} from ${name} as t
      ${scanned ? `tablesample system (${share}) repeatable (${seed})` : ''}
      ${scanned ? `order by pg_catalog.hashtextextended(t.ctid::text, ${seed})` : ''} limit ${sampleRows}`,
    rowMode: 'array',
  })
  return { rows: rows.map((row) => new Map(known.map((column, i) => [column, row[i] ?? null]))), categories }
}

async function columnCategories(client: ClientBase, table: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; category: string }>(
    `select a.attname as name, t.typcategory as category
     from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
     where a.attrelid = pg_catalog.to_regclass($1) and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table],
  )
  return new Map(rows.map(({ name, category }) => [name, category]))
}

async function sizeOf(client: ClientBase, table: string): Promise<{ kind: string; pages: number }> {
  const { rows } = await client.query<{ kind: string; pages: number }>(
    `select c.relkind as kind,
       ((pg_catalog.pg_relation_size(c.oid) + coalesce((select sum(pg_catalog.pg_relation_size(p.relid))
         from pg_catalog.pg_partition_tree(c.oid) p where c.relkind = 'p'), 0)) / pg_catalog.current_setting('block_size')::int)::float8 as pages
     from pg_catalog.pg_class c where c.oid = pg_catalog.to_regclass($1)`,
    [table],
  )
  return rows[0] ?? { kind: 'r', pages: 0 }
}
