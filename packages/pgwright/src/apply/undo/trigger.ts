import type { Client } from 'pg'
import type { DatabaseObject, Step } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { exactly, makingAgain } from './made-again.ts'

export async function undoTriggerDrop(client: Client, object: DatabaseObject): Promise<Step[]> {
  const [schema = '', table = '', name = ''] = object.names
  const relation = quoteQualified(schema, table)
  const [captured] = await triggersOf(client, relation, name)
  if (captured === undefined) return []
  const { definition, printedTable } = captured
  const ofCopy = (text: string) => text.replace(` ON ${printedTable} `, () => ` ON pg_temp.${captured.printedName} `)
  const exact = await exactly(client, definition, ofCopy(definition), async (text) => {
    await client.query(`create temporary table ${quoteIdentifier(table)} (like ${relation})`)
    await client.query(ofCopy(text))
    const [again] = await triggersOf(client, `pg_temp.${quoteIdentifier(table)}`, name)
    // Until 14 PostgreSQL prints which of the temporary schemas it is.
    return again?.definition.replace(/ ON pg_temp_\d+\./, ' ON pg_temp.')
  })
  const { text, isExact } = exact ?? { text: definition, isExact: false }
  return [
    makingAgain(object, [text, ...captured.rest], isExact ? definition : null, [
      { relation, mode: 'ShareRowExclusiveLock' },
    ]),
  ]
}

interface Captured {
  readonly definition: string
  /** Of its table, qualified and alone. */
  readonly printedTable: string
  readonly printedName: string
  /** Whether it is enabled, and what else hangs on it. */
  readonly rest: readonly string[]
}

/**
 * Triggers of a relation, the one of this name or all. Left out is one that has parts on partitions which are named or
 * enabled otherwise, and that of a partition, which goes with its parent's.
 *
 * @param relation quoted, qualified
 */
export async function triggersOf(client: Client, relation: string, name: string | null): Promise<Captured[]> {
  const { rows } = await client.query<Captured>(triggers, [relation, name])
  return rows
}

const triggers = `
  select pg_catalog.pg_get_triggerdef(t.oid) as definition,
    pg_catalog.format('%I.%I', n.nspname, c.relname) as "printedTable",
    pg_catalog.quote_ident(c.relname) as "printedName",
    pg_catalog.array_remove(array[
      case t.tgenabled when 'O' then null else pg_catalog.format('alter table %s %s trigger %I', $1::text,
        case t.tgenabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end, t.tgname) end,
      pg_catalog.format('comment on trigger %I on %s is ', t.tgname, $1::text)
        || pg_catalog.quote_literal(pg_catalog.obj_description(t.oid, 'pg_trigger'))
    ] || array(select pg_catalog.format('alter trigger %I on %s depends on extension %I', t.tgname, $1::text, e.extname)
        from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_catalog.pg_trigger'::regclass and d.objid = t.oid
          and d.refclassid = 'pg_catalog.pg_extension'::regclass and d.deptype = 'x' order by e.extname), null) as rest
  from pg_catalog.pg_trigger t
  join pg_catalog.pg_class c on c.oid = t.tgrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where t.tgrelid = pg_catalog.to_regclass($1::text) and not t.tgisinternal and ($2::text is null or t.tgname = $2)
    and t.tgparentid = 0 and not exists (
      with recursive part as (
        select p.oid, p.tgname, p.tgenabled from pg_catalog.pg_trigger p where p.tgparentid = t.oid
        union all select p.oid, p.tgname, p.tgenabled from pg_catalog.pg_trigger p join part on p.tgparentid = part.oid)
      select from part where part.tgname <> t.tgname or part.tgenabled <> t.tgenabled)
  order by t.tgname`
