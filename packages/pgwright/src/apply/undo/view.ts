import type { Client } from 'pg'
import type { DatabaseObject, Step } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { grantsOf } from './grants.ts'
import { exactly, makingAgain, tried } from './made-again.ts'
import { mayGiveTo } from './owner.ts'
import { triggersOf } from './trigger.ts'

interface Captured {
  readonly definition: string
  /** `with (…) `, or nothing. */
  readonly options: string
  readonly owner: string | null
  readonly defaults: readonly string[]
  readonly comments: readonly string[]
  readonly triggers: number
}

/**
 * A view with its options, columns' defaults, owner, grants, comments and triggers. Not one with rules of its own, with
 * security labels, or with grants that others than its owner have made. Whatever is built on it keeps it from being
 * dropped.
 */
export async function undoViewDrop(client: Client, object: DatabaseObject): Promise<Step[]> {
  const [schema = '', name = ''] = object.names
  const view = quoteQualified(schema, name)
  const { rows } = await client.query<Captured>(views, [view])
  const [captured] = rows
  const grants = await grantsOf(client, view)
  if (captured === undefined || grants === null) return []
  const { definition, options, owner, defaults, comments } = captured
  const triggers = await triggersOf(client, view, null)
  if (triggers.length < captured.triggers) return []
  const body = await exactly(client, definition.replace(/;$/, ''), definition, async (text) => {
    await client.query(`create temporary view ${tried} as ${text}`)
    const { rows } = await client.query<{ text: string }>('select pg_catalog.pg_get_viewdef($1::regclass) as text', [
      `pg_temp.${tried}`,
    ])
    return rows[0]?.text
  })
  if (body === null) return []
  const statements = [
    `create view ${view} ${options}as ${body.text}`,
    ...defaults,
    ...triggers.flatMap((trigger) => [trigger.definition, ...trigger.rest]),
    ...comments,
    ...(owner === null ? [] : [owner]),
    ...grants,
  ]
  return [makingAgain(object, statements, body.isExact ? definition : null, [])]
}

const views = `
  select pg_catalog.pg_get_viewdef(c.oid) as definition,
    coalesce((select 'with (' || pg_catalog.string_agg(pg_catalog.format('%I = %L', o.option_name, o.option_value), ', ') || ') '
      from pg_catalog.pg_options_to_table(c.reloptions) o), '') as options,
    case when c.relowner::regrole::text <> pg_catalog.quote_ident(current_user)
      then pg_catalog.format('alter view %s owner to %s', $1::text, c.relowner::regrole) end as owner,
    array(select pg_catalog.format('alter view %s alter column %I set default %s', $1::text, a.attname,
        pg_catalog.pg_get_expr(d.adbin, d.adrelid))
      from pg_catalog.pg_attrdef d join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where d.adrelid = c.oid order by a.attnum) as defaults,
    pg_catalog.array_remove(array[pg_catalog.format('comment on view %s is ', $1::text)
        || pg_catalog.quote_literal(pg_catalog.obj_description(c.oid, 'pg_class'))]
      || array(select pg_catalog.format('comment on column %s.%I is ', $1::text, a.attname)
          || pg_catalog.quote_literal(pg_catalog.col_description(c.oid, a.attnum))
        from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 order by a.attnum), null) as comments,
    (select pg_catalog.count(*)::int from pg_catalog.pg_trigger t where t.tgrelid = c.oid) as triggers
  from pg_catalog.pg_class c
  where c.oid = pg_catalog.to_regclass($1::text) and c.relkind = 'v' and ${mayGiveTo('c.relowner', 'c.relnamespace')}
    and not exists (select from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.rulename <> '_RETURN')
    and not exists (select from pg_catalog.pg_seclabel l
      where l.classoid = 'pg_catalog.pg_class'::regclass and l.objoid = c.oid)`
