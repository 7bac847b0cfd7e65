import type { Client } from 'pg'
import type { Step } from '../model/index.ts'
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../sql/index.ts'
import { definitionOf, type IndexName, type WantedIndex } from './definition.ts'

interface Captured {
  readonly definition: string
  readonly predicate: string | null
  readonly tablespace: string | null
  readonly comment: string | null
  readonly clustered: boolean
  /** Those that take it with them when they are dropped. */
  readonly extensions: readonly string[]
  readonly targets: readonly { readonly position: number; readonly target: number }[]
}

/** The steps that bring an index back as it now is, with what hangs on it. */
export async function rebuildSteps(client: Client, name: IndexName): Promise<Step[]> {
  const captured = await capture(client, name)
  if (captured === undefined) return []
  const { schema, table, index } = name
  const { definition, comment, clustered, extensions, targets } = captured
  const qualified = quoteQualified(schema, index)
  const relation = quoteQualified(schema, table)
  const ensure = { kind: 'index-present', schema, table, index, definition } as const
  return [
    {
      sql: await exactSql(client, ensure, buildSql(captured)),
      ensure,
      locks: [{ relation, mode: 'ShareUpdateExclusiveLock' }],
      transactional: false,
    },
    ...(comment === null ? [] : [afterwards(`comment on index ${qualified} is ${quoteLiteral(comment)}`, qualified)]),
    ...targets.map(({ position, target }) =>
      afterwards(`alter index ${qualified} alter column ${position} set statistics ${target}`, qualified),
    ),
    ...extensions.map((extension) =>
      afterwards(
        `alter index ${qualified} depends on extension ${quoteIdentifier(extension)}`,
        qualified,
        'AccessExclusiveLock',
      ),
    ),
    ...(clustered ? [afterwards(`alter table ${relation} cluster on ${quoteIdentifier(index)}`, relation)] : []),
  ]
}

/** `pg_get_indexdef` always begins `CREATE [UNIQUE] INDEX`, and leaves out the tablespace, which goes before `WHERE`. */
export function buildSql({
  definition,
  predicate,
  tablespace,
}: Pick<Captured, 'definition' | 'predicate' | 'tablespace'>): string {
  const sql = definition.replace(/^CREATE (UNIQUE )?INDEX /, (start) => `${start}CONCURRENTLY `)
  if (tablespace === null) return sql
  const where = predicate === null ? '' : ` WHERE ${predicate}`
  return `${sql.slice(0, sql.length - where.length)} TABLESPACE ${quoteIdentifier(tablespace)}${where}`
}

/** See below; whether that is what it comes to must be tried. */
export function pinArrays(sql: string): string {
  return sql.replace(/::([a-z ]+)\]\)::/g, '::$1]::$1[])::')
}

/**
 * A condition such as `status in ('new', 'paid')` on a varchar column is printed as `(ARRAY['new'::character varying, …])::text[]`.
 * Read again, that casts each element, and is printed differently ever after; a cast of the whole array in between
 * keeps it as it was.
 */
async function exactSql(client: Client, ensure: WantedIndex, sql: string): Promise<string> {
  const pinned = pinArrays(sql)
  const isExact = pinned !== sql && (await definitionOf(client, ensure, pinned)) === ensure.definition
  return isExact ? pinned : sql
}

function afterwards(sql: string, relation: string, mode = 'ShareUpdateExclusiveLock'): Step {
  return {
    sql,
    ensure: { kind: 'always' },
    locks: [{ relation, mode }],
    transactional: true,
  }
}

async function capture(client: Client, { schema, index }: IndexName): Promise<Captured | undefined> {
  // The default statistics target is -1 before 17, and null since.
  const { rows } = await client.query<Captured>(
    `select pg_catalog.pg_get_indexdef(c.oid) as definition, pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate,
       s.spcname as tablespace, pg_catalog.obj_description(c.oid, 'pg_class') as comment, i.indisclustered as clustered,
       coalesce((select pg_catalog.json_agg(e.extname order by e.extname)
         from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
         where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid
           and d.refclassid = 'pg_catalog.pg_extension'::regclass and d.deptype = 'x'), '[]') as extensions,
       coalesce((select pg_catalog.json_agg(pg_catalog.json_build_object(
           'position', a.attnum, 'target', a.attstattarget) order by a.attnum)
         from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attstattarget >= 0), '[]') as targets
     from pg_catalog.pg_class c
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_index i on i.indexrelid = c.oid
     left join pg_catalog.pg_tablespace s on s.oid = c.reltablespace
     where n.nspname = $1 and c.relname = $2`,
    [schema, index],
  )
  return rows[0]
}
