import type { Sessions } from '../sessions.ts'

export interface ExpressionType {
  readonly type: number
  readonly collation: number
}

/**
 * Types of the expressions of indexes, by `<index's oid> <place of the key>`. `ANALYZE` goes by the expression, while the
 * index's column has the type that its operator class stores (GIN over `tsvector` stores `text`).
 */
export async function expressionTypes(
  sessions: Sessions,
  indexes: readonly number[],
): Promise<Map<string, ExpressionType>> {
  const found = new Map<string, ExpressionType>()
  for (const index of new Set(indexes)) {
    const { rows } = await sessions.builder.query<{ table: string; place: number; expression: string }>(
      `select format('%I.%I', n.nspname, c.relname) as table, k.place::int,
         pg_catalog.pg_get_indexdef(i.indexrelid, k.place::int, false) as expression
       from pg_catalog.pg_index i
       join pg_catalog.pg_class c on c.oid = i.indrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       cross join unnest(i.indkey::int2[]) with ordinality as k (attribute, place)
       where i.indexrelid = $1 and k.attribute = 0 order by k.place`,
      [index],
    )
    const types = await typesOf(
      sessions,
      rows[0]?.table ?? '',
      rows.map(({ expression }) => expression),
    )
    for (const [position, { place }] of rows.entries()) {
      const type = types[position]
      if (type !== undefined) found.set(`${index} ${place}`, type)
    }
  }
  return found
}

/**
 * The type and the collation of expressions over a table. Only the parser can tell; a view writes down what it found.
 *
 * @param table quoted and qualified
 */
export async function typesOf(
  { builder }: Sessions,
  table: string,
  expressions: readonly string[],
): Promise<ExpressionType[]> {
  if (expressions.length === 0) return []
  const columns = expressions.map((expression, index) => `(${expression}) as e${index}`).join(', ')
  await builder.query(`create temporary view pgwright_types as select ${columns} from ${table}`)
  try {
    const { rows } = await builder.query<ExpressionType>(
      `select atttypid::int8::int as type, attcollation::int8::int as collation
       from pg_catalog.pg_attribute where attrelid = 'pg_temp.pgwright_types'::regclass and attnum > 0 order by attnum`,
    )
    return rows
  } finally {
    await builder.query('drop view pg_temp.pgwright_types')
  }
}
