import type { ClientBase } from 'pg'
import type { Plan } from '../model/index.ts'
import { quoteQualified, readableQualified, tableReferences, tryParse } from '../sql/index.ts'
import type { ChangedTable } from './judge.ts'

interface NameRow {
  readonly table: string
  readonly schema: string
  readonly name: string
}

/** The tables that a plan changes, each with all that statements reach it by. */
export async function changedTables(client: ClientBase, { changes }: Plan): Promise<ChangedTable[]> {
  const ids = new Map<string, string[]>()
  for (const { schema, table, id, steps } of changes) {
    if (steps.length === 0) continue
    const name = quoteQualified(schema, table)
    ids.set(name, [...(ids.get(name) ?? []), id])
  }
  const { rows } = await client.query<NameRow>(reachedBy, [[...ids.keys()]])
  return [...ids].map(([table, changeIds]) => {
    const names = rows.filter((row) => row.table === table)
    const qualified = new Set(names.map(({ schema, name }) => readableQualified(schema, name)))
    // Whose search path it was is not known by now, so that a bare name stands for any table that is called so.
    const bare = new Set(names.map(({ name }) => name))
    const touches = (sql: string) =>
      tableReferences(tryParse(sql) ?? []).some(({ schema, name }) =>
        schema === null ? bare.has(name) : qualified.has(readableQualified(schema, name)),
      )
    return { table, changeIds, touches: remembering(touches) }
  })
}

/** Each table itself, what is above and below it in partitioning, and the views on any of these. */
const reachedBy = `
  with recursive reached (wanted, oid) as (
    select t.name, pg_catalog.to_regclass(t.name)::oid from pg_catalog.unnest($1::text[]) as t (name)
    where pg_catalog.to_regclass(t.name) is not null
    union
    select r.wanted, next.oid from reached r
    cross join lateral (
      select i.inhparent as oid from pg_catalog.pg_inherits i where i.inhrelid = r.oid
      union all select i.inhrelid from pg_catalog.pg_inherits i where i.inhparent = r.oid
      union all
      select w.ev_class from pg_catalog.pg_depend d join pg_catalog.pg_rewrite w on w.oid = d.objid
      where d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = r.oid
    ) next
  )
  select r.wanted as table, n.nspname as schema, c.relname as name
  from reached r join pg_catalog.pg_class c on c.oid = r.oid join pg_catalog.pg_namespace n on n.oid = c.relnamespace`

function remembering(touches: (sql: string) => boolean): (sql: string) => boolean {
  const known = new Map<string, boolean>()
  return (sql) => {
    const answer = known.get(sql) ?? touches(sql)
    known.set(sql, answer)
    return answer
  }
}
