import pg from 'pg'
import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'

/** `orders`, `shop.orders`, or schema and name apart where one of them has a dot in it. */
export type TableName = string | readonly [schema: string, name: string]

/** How a value becomes PostgreSQL's text: by the type, beneath domains and lists. */
export type ValueKind = 'text' | 'json' | 'bytes' | 'local' | 'instant' | 'point' | 'circle' | 'other'

export interface Column {
  readonly name: string
  /** Quoted. */
  readonly sql: string
  /** Without length or precision: what is assigned to a column gets those, what is cast would be cut without a word. */
  readonly type: string
  readonly isList: boolean
  /** Whether `unnest` would take its values apart: lists and rows. */
  readonly isNested: boolean
  readonly delimiter: string
  readonly kind: ValueKind
  readonly hasDefault: boolean
  readonly isGenerated: boolean
  readonly isAlwaysIdentity: boolean
}

export interface Table {
  /** Quoted and, where the caller did, qualified. */
  readonly sql: string
  readonly columns: ReadonlyMap<string, Column>
  /** COPY takes neither views nor tables whose row-level security holds for the role. */
  readonly takesCopy: boolean
}

const columnsSql = `
with recursive beneath (attnum, type, is_list, kind) as (
  select a.attnum, a.atttypid, false, t.typtype
  from pg_attribute a join pg_type t on t.oid = a.atttypid
  where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
  union all
  select b.attnum, inner_type.oid, b.is_list or t.typtype <> 'd', inner_type.typtype
  from beneath b join pg_type t on t.oid = b.type
  join pg_type inner_type on inner_type.oid = case t.typtype when 'd' then t.typbasetype else t.typelem end
  where t.typtype = 'd' or (t.typcategory = 'A' and t.typlen = -1 and t.typelem <> 0)
), innermost as (select distinct on (attnum) * from beneath b where not exists (
    select from pg_type t where t.oid = b.type
      and (t.typtype = 'd' or (t.typcategory = 'A' and t.typlen = -1 and t.typelem <> 0))))
select a.attname, format_type(a.atttypid, -1), i.is_list, i.type, t.typdelim::text,
  a.atthasdef or a.attidentity <> '' or d.typdefault is not null, a.attgenerated <> '', a.attidentity = 'a',
  i.is_list or t.typtype = 'c', c.relkind in ('r', 'p') and not row_security_active(c.oid)
from pg_class c join pg_attribute a on a.attrelid = c.oid join innermost i on i.attnum = a.attnum
join pg_type t on t.oid = i.type join pg_type d on d.oid = a.atttypid
where c.oid = $1::regclass order by a.attnum`

type ColumnRow = [string, string, boolean, number, string, boolean, boolean, boolean, boolean, boolean]

const kinds: Readonly<Record<number, ValueKind>> = {
  17: 'bytes',
  25: 'text',
  114: 'json',
  600: 'point',
  718: 'circle',
  1042: 'text',
  1043: 'text',
  1082: 'local',
  1114: 'local',
  1184: 'instant',
  3802: 'json',
}

const keptMs = 60_000
const kept = new WeakMap<object, Map<string, { readonly at: number; readonly table: Table }>>()

/** Kept for a minute in each pool, and forgotten when a statement on it fails. */
export async function describeTable(queryable: Queryable, name: TableName): Promise<Table> {
  const sql = tableSql(name)
  const tables = kept.get(queryable) ?? new Map()
  kept.set(queryable, tables)
  const known = tables.get(sql)
  if (known !== undefined && Date.now() - known.at < keptMs) return known.table
  const { rows } = await queryable.query<ColumnRow>({ text: columnsSql, values: [sql], rowMode: 'array' })
  const table = { sql, columns: new Map(rows.map(columnOf)), takesCopy: rows[0]?.[9] === true }
  tables.set(sql, { at: Date.now(), table })
  return table
}

/** After an error: it may come from a change of the table. */
export function forgetTable(queryable: Queryable, { sql }: Table): void {
  kept.get(queryable)?.delete(sql)
}

export function columnNamed({ columns, sql }: Table, name: string): Column {
  const column = columns.get(name)
  if (column !== undefined) return column
  throw new RuntimeError('usage', `The table ${sql} has no column ${name}.`, 'Name columns as the table does.')
}

function columnOf(row: ColumnRow): [string, Column] {
  const [name, type, isList, innermost, delimiter, hasDefault, isGenerated, isAlwaysIdentity, isNested] = row
  const kind = kinds[innermost] ?? 'other'
  const sql = pg.escapeIdentifier(name)
  return [name, { name, sql, type, isList, delimiter, kind, hasDefault, isGenerated, isAlwaysIdentity, isNested }]
}

function tableSql(name: TableName): string {
  const parts = typeof name === 'string' ? name.split('.') : name
  if (parts.length > 2 || parts.some((part) => part === ''))
    throw new RuntimeError(
      'usage',
      'The name of the table can’t be read.',
      'Give `name`, `schema.name`, or [schema, name] where one has a dot in it.',
    )
  return parts.map((part) => pg.escapeIdentifier(part)).join('.')
}
