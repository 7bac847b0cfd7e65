import type { Client } from 'pg'
import { PgwrightError } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'

/** Those that the same can be done about are told of together. */
interface Refusal {
  /** Continues "The type of a column can't be changed beside it, for …". */
  readonly reason: string
  readonly help: string
}

/**
 * @param client with nothing but `pg_catalog` in its search path
 * @throws PgwrightError `unsupported` where something can't be carried over to a column beside this one
 */
export async function refuseTypeChange(client: Client, schema: string, table: string, column: string): Promise<void> {
  const { rows } = await client.query<Refusal>(query, [quoteQualified(schema, table), column])
  const [first] = rows
  if (first === undefined) return
  throw new PgwrightError(
    'unsupported',
    `The type of the column ${quoteIdentifier(column)} of ${quoteQualified(schema, table)} can't be changed by way of a column beside it, for ${first.reason}.`,
    first.help,
  )
}

/** A foreign key that refers to the column, and can be made a second time for the one beside it. */
const isCarried = `k.contype = 'f' and k.confrelid = own.oid and own.attnum = any(k.confkey)
  and not (k.conrelid = own.oid and own.attnum = any(k.conkey))
  and (k.conparentid <> 0 or (select r.relkind = 'r' from pg_class r where r.oid = k.conrelid)
    and not exists (select from pg_trigger g where g.tgconstraint = k.oid and g.tgenabled <> 'O'))`

const whyNotCarried = {
  partitioned: {
    what: 'which is partitioned,',
    help: 'Drop that foreign key before, and add it again when the change is through: from PostgreSQL 18 on not valid, and validate it then; before that to one partition after the other, and to the whole at last.',
  },
  disabled: {
    what: 'the triggers of which are disabled,',
    help: 'Enable the triggers of that foreign key before, or drop it; they would all be enabled afterwards.',
  },
}

/** Null where there is nothing special about a constraint. */
function whyNot(told: 'what' | 'help'): string {
  const { partitioned, disabled } = whyNotCarried
  return `(select case when r.relkind = 'p' then '${partitioned[told]}'
      when exists (select from pg_trigger g where g.tgconstraint = k.oid and g.tgenabled <> 'O') then '${disabled[told]}' end
    from pg_constraint k join pg_class r on r.oid = k.conrelid where k.oid = d.objid and k.contype = 'f' and k.confrelid = own.oid)`
}

const query = `
  with own as (
    select c.*, a.attnum, a.attgenerated, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.oid = to_regclass($1) and a.attname = $2 and not a.attisdropped)
  select string_agg(distinct reason, ', and ') as reason, help from (
    select 1 as n, 'the table is partitioned, or has parents or children' as reason,
      'Change the type in a new table, and move the rows there.' as help
    from own where relkind <> 'r' or relispartition or exists (select from pg_inherits where oid in (inhrelid, inhparent))
    union all
    select 2, 'the table is temporary, of a type of its own, or an extension''s', 'Alter it directly.'
    from own where relpersistence = 't' or reloftype <> 0 or exists (select from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = own.oid and d.deptype = 'e')
    union all
    select 3, 'it is generated from other columns', 'Add another generated column of that type.' from own where attgenerated <> ''
    union all
    select 4, format('%s depends on it', case
        when d.classid = 'pg_attrdef'::regclass then (select format('the generated column %I', e.attname)
          from pg_attrdef f join pg_attribute e on e.attrelid = f.adrelid and e.attnum = f.adnum where f.oid = d.objid)
        when d.classid = 'pg_constraint'::regclass then pg_describe_object(d.classid, d.objid, 0) || coalesce(', ' || ${whyNot('what')}, '')
        when d.classid = 'pg_rewrite'::regclass then (select pg_describe_object('pg_class'::regclass, r.ev_class, 0)
          from pg_rewrite r where r.oid = d.objid)
        else pg_describe_object(d.classid, d.objid, d.objsubid) end),
      case when d.classid = 'pg_constraint'::regclass
        then coalesce(${whyNot('help')}, 'Drop that constraint before, give the columns on both of its ends their new types, and add it again not valid; then validate it.')
        else 'Drop that before, and make it again when the change is through.' end
    from own join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = own.oid and d.refobjsubid = own.attnum
    where not case d.classid
      when 'pg_attrdef'::regclass then exists (select from pg_attrdef f where f.oid = d.objid and f.adrelid = own.oid and f.adnum = own.attnum)
      when 'pg_constraint'::regclass then exists (select from pg_constraint k where k.oid = d.objid and ${isCarried}) or exists (
        select from pg_constraint k where k.oid = d.objid and k.conrelid = own.oid and k.contype in ('c', 'f', 'p', 'u', 'n') and own.attnum = any(k.conkey)
        and not (k.contype = 'f' and (k.confmatchtype = 'f' and cardinality(k.conkey) > 1 or k.confrelid = own.oid and own.attnum = any(k.confkey)
          or pg_get_constraintdef(k.oid) ~ 'ON (DELETE|UPDATE) SET (NULL|DEFAULT) \\(')))
      when 'pg_class'::regclass then exists (select from pg_class o left join pg_index i on i.indexrelid = o.oid
        where o.oid = d.objid and (o.relkind = 'S' or i.indrelid = own.oid))
      else false end
    union all
    select 5, format('the index %s of it is invalid, of an exclusion constraint, the replica identity, or an extension''s', i.indexrelid::regclass),
      'Build or drop that index anew before, or take another replica identity; an exclusion constraint can''t be carried over.'
    from own join pg_index i on i.indrelid = own.oid and own.attnum = any(i.indkey)
    where not i.indisvalid or i.indisexclusion or i.indisreplident or exists (select from pg_depend x
      where x.classid = 'pg_class'::regclass and x.objid = i.indexrelid and x.deptype = 'x')
    union all
    select 6, format('%s has its rows as a type', t.attrelid::regclass), 'Drop that column before.'
    from own join pg_type y on y.typrelid = own.oid join pg_attribute t on t.atttypid in (y.oid, y.typarray) and not t.attisdropped
    union all
    select 7, format('the publication %I publishes the table, and a subscriber would lack the new column', p.pubname),
      'Take the table out of the publication before, and change the subscriber''s column as well.'
    from own join pg_namespace n on n.oid = own.relnamespace
    join pg_publication_tables p on p.schemaname = n.nspname and p.tablename = own.relname
    union all
    select 8, format('the rule %I rewrites what is written to the table', r.rulename), 'Drop the rule before.'
    from own join pg_rewrite r on r.ev_class = own.oid
    union all
    select 9, 'row security is forced on the owner, who would see a part of the rows',
      format('Before: alter table %s no force row level security; or connect as a role that may bypass it.', own.oid::regclass)
    from own join pg_roles me on me.rolname = current_user
    where relforcerowsecurity and relrowsecurity and not me.rolbypassrls and not me.rolsuper
    union all
    select 10, format('the trigger %I runs a function that names it, or whole rows', t.tgname),
      'Drop that trigger before, and make it again when the change is through.'
    from own join pg_trigger t on t.tgrelid = own.oid and not t.tgisinternal join pg_proc p on p.oid = t.tgfoid
    where t.tgname not like '~pgwright\\_%' and (p.prosrc ~* ('\\m' || regexp_replace(own.attname, '\\W', '.', 'g') || '\\M')
      or p.prosrc ~* '\\m(new|old)\\s*\\.\\s*\\*')
    union all
    select 11, format('the trigger %I fires even where triggers are told not to', t.tgname),
      'Disable that trigger before, or have it fire for certain columns alone.'
    from own join pg_trigger t on t.tgrelid = own.oid and not t.tgisinternal
    where t.tgname not like '~pgwright\\_%' and t.tgtype & 16 <> 0 and t.tgattr = '' and t.tgenabled in ('A', 'R')
    union all
    select 12, format('the trigger %I comes after ours', t.tgname), 'Give it a name that begins with a letter.'
    from own join pg_trigger t on t.tgrelid = own.oid and not t.tgisinternal
    where t.tgname not like '~pgwright\\_%' and t.tgtype & 3 = 3 and t.tgname collate "C" > '~pgwright_'
    union all
    select 13, 'it has a security label', 'Take the label away before, and give it again when the change is through.'
    from own join pg_seclabel l on l.classoid = 'pg_class'::regclass and l.objoid = own.oid and l.objsubid = own.attnum
  ) as refusals group by n, help order by n, help limit 1`
