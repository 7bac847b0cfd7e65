import type { ClientBase } from 'pg'
import type { ExtendedData, ObjectName, StatisticsKey } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import type { Sessions } from '../sessions.ts'
import { typesOf } from './expression-types.ts'

/** A column or an expression that extended statistics are over. */
export interface KeyOnTwin {
  readonly key: StatisticsKey
  /** The column's number; of an expression its own below 0. */
  readonly attribute: number
  readonly type: number
  readonly collation: number
}

/** Extended statistics as the twin has them. */
export interface ExtendedObject {
  readonly oid: number
  /** Columns in the order of `stxkeys`, then expressions, which is the order of the dimensions of combinations. */
  readonly keys: readonly KeyOnTwin[]
}

/** Extended statistics of the snapshot with one set of data, and what they are on the twin. */
export interface ExtendedEntry {
  /** For people: `statistics "S 1"."Both"`. */
  readonly object: string
  readonly on: ExtendedObject
  readonly data: ExtendedData
}

interface ObjectRow {
  readonly oid: number
  readonly schema: string
  readonly name: string
  readonly table: string
  readonly keys: readonly KeyOnTwin[] | null
  readonly expressions: readonly string[] | null
}

/** By quoted, qualified name. */
export async function extendedObjects(
  sessions: Sessions,
  names: readonly ObjectName[],
): Promise<Map<string, ExtendedObject>> {
  const rows = await readObjects(sessions.builder, names)
  const objects = new Map<string, ExtendedObject>()
  for (const { oid, schema, name, table, keys, expressions } of rows) {
    const types = await typesOf(sessions, table, expressions ?? [])
    const ofExpressions = types.map((type, index) => ({ key: index + 1, attribute: -index - 1, ...type }))
    objects.set(quoteQualified(schema, name), { oid, keys: [...(keys ?? []), ...ofExpressions] })
  }
  return objects
}

/** Expressions are written, and later read, in the builder's session, where names mean the same. */
async function readObjects(builder: ClientBase, names: readonly ObjectName[]): Promise<ObjectRow[]> {
  const { rows } = await builder.query<ObjectRow>(
    `select s.oid::int8::int as oid, n.nspname as schema, s.stxname as name, format('%I.%I', tn.nspname, t.relname) as table,
       (select json_agg(json_build_object('key', a.attname, 'attribute', a.attnum, 'type', a.atttypid::int8,
          'collation', a.attcollation::int8) order by k.place)
        from unnest(s.stxkeys::int2[]) with ordinality as k (attribute, place)
        join pg_catalog.pg_attribute a on a.attrelid = s.stxrelid and a.attnum = k.attribute) as keys,
       pg_catalog.pg_get_statisticsobjdef_expressions(s.oid) as expressions
     from jsonb_to_recordset($1) as wanted (schema text, name text)
     join pg_catalog.pg_namespace n on n.nspname = wanted.schema
     join pg_catalog.pg_statistic_ext s on s.stxnamespace = n.oid and s.stxname = wanted.name
     join pg_catalog.pg_class t on t.oid = s.stxrelid
     join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace`,
    [JSON.stringify(names.map(({ schema, name }) => ({ schema, name })))],
  )
  return rows
}
