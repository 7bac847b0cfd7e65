import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { bareName, holds, type Node, readableQualified, tryParse, walk } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  identity: z.string(),
  source: z.string(),
  indexes: z.number(),
})

/** PostgreSQL's own that return something else at another time, or in another session. */
const changing = new Set(
  'now clock_timestamp statement_timestamp transaction_timestamp timeofday random gen_random_uuid nextval currval current_setting txid_current pg_backend_pid'.split(
    ' ',
  ),
)

/** What of a body depends on more than the arguments; null where nothing was found, or it can't be parsed. */
function dependsOn(source: string): string | null {
  const trees = tryParse(source)
  const commonTables = new Set<unknown>()
  walk(trees, ({ CommonTableExpr: table }) => commonTables.add((table as { ctename?: string } | undefined)?.ctename))
  const found: string[] = []
  walk(trees, ({ RangeVar: table, FuncCall: call }) => {
    const { relname } = (table ?? {}) as { relname?: string }
    if (relname !== undefined && !commonTables.has(relname)) found.push(`the table ${relname}`)
    const name = bareName((call as { funcname?: Node[] } | undefined)?.funcname)
    if (changing.has(name)) found.push(`${name}()`)
  })
  if (holds(trees, (node) => 'SQLValueFunction' in node)) found.push('the time or the user')
  return found[0] ?? null
}

export const check = sqlCheck({
  id: 'immutable-function-lies',
  title: 'Function that is called IMMUTABLE and is not',
  category: 'schema',
  severity: 'warning',
  reads: 'server',
  row,
  // Only bodies in SQL, which can be parsed as they are.
  sql: () => `
    select n.nspname as schema, f.proname as name, pg_catalog.pg_get_function_identity_arguments(f.oid) as identity,
      f.prosrc as source,
      (select count(*) from pg_catalog.pg_depend d join pg_catalog.pg_index i on i.indexrelid = d.objid
        where d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.refobjid = f.oid
          and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass)::float8 as indexes
    from pg_catalog.pg_proc f
    join pg_catalog.pg_namespace n on n.oid = f.pronamespace
    join pg_catalog.pg_language l on l.oid = f.prolang
    where f.provolatile = 'i' and l.lanname = 'sql' and f.prosqlbody is null
      and ${inUserSchema} and ${ofNoExtension('pg_proc', 'f.oid')}
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.flatMap(({ schema, name, identity, source, indexes }) => {
      const cause = dependsOn(source)
      if (cause === null) return []
      const object = `${readableQualified(schema, name)}(${identity})`
      return {
        object,
        objectType: 'function',
        ...(indexes > 0 ? { severity: 'error' as const } : {}),
        message: `The function ${object} is declared IMMUTABLE and depends on ${cause}: plans keep its result as a constant${indexes > 0 ? `, and ${plural(indexes, 'index', 'indexes')} on it no longer find rows once that changes` : ''}.`,
        evidence: { dependsOn: cause, indexes },
        help: `Declare it STABLE${indexes > 0 ? ', and drop the indexes on it first' : ''}.`,
        ...(indexes > 0 ? {} : { fix: [`alter function ${object} stable`] }),
      }
    }),
})
