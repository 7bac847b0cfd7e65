import type { OrdinaryObject } from '../../model/index.ts'
import type { Reading } from './reading.ts'
import { inUserSchema, ofNoExtension } from './scope.ts'

/** Collations, text search dictionaries and configurations, operators and casts as complete statements. */
export async function readOrdinaryObjects({ client }: Reading): Promise<OrdinaryObject[]> {
  const found: OrdinaryObject[] = []
  for (const [kind, sql] of queries) {
    const { rows } = await client.query<Omit<OrdinaryObject, 'kind'>>(sql)
    found.push(...rows.map((row) => ({ kind, ...row })))
  }
  return found
}

// The columns' names changed with most majors, and a row as JSON has whichever there are: the locale of ICU is in
// collcollate up to 14, in colliculocale in 15 and 16, in colllocale since.
const collations = `select n.nspname as schema, l.collname as name,
    format('create collation %I.%I (%s)', n.nspname, l.collname, concat_ws(', ',
      'provider = ' || case l.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
      case when l.collprovider in ('i', 'b')
        then 'locale = ' || quote_literal(coalesce(row.json->>'colllocale', row.json->>'colliculocale', l.collcollate)) end,
      case when l.collprovider = 'c' then 'lc_collate = ' || quote_literal(l.collcollate) end,
      case when l.collprovider = 'c' then 'lc_ctype = ' || quote_literal(l.collctype) end,
      case when not l.collisdeterministic then 'deterministic = false' end,
      'rules = ' || quote_literal(row.json->>'collicurules'))) as definition
  from pg_collation l
  join pg_namespace n on n.oid = l.collnamespace
  cross join lateral (select to_jsonb(l) as json) as row
  where ${inUserSchema} and ${ofNoExtension('pg_collation', 'l.oid')}
  order by l.oid`

const dictionaries = `select n.nspname as schema, d.dictname as name,
    format('create text search dictionary %I.%I (template = %I.%I%s)', n.nspname, d.dictname, tn.nspname, t.tmplname,
      ', ' || d.dictinitoption) as definition
  from pg_ts_dict d
  join pg_namespace n on n.oid = d.dictnamespace
  join pg_ts_template t on t.oid = d.dicttemplate
  join pg_namespace tn on tn.oid = t.tmplnamespace
  where ${inUserSchema} and ${ofNoExtension('pg_ts_dict', 'd.oid')}
  order by d.oid`

const configurations = `select n.nspname as schema, c.cfgname as name,
    concat_ws('; ', format('create text search configuration %I.%I (parser = %I.%I)', n.nspname, c.cfgname, pn.nspname,
      p.prsname), mappings.text) as definition
  from pg_ts_config c
  join pg_namespace n on n.oid = c.cfgnamespace
  join pg_ts_parser p on p.oid = c.cfgparser
  join pg_namespace pn on pn.oid = p.prsnamespace
  left join lateral (
    select string_agg(format('alter text search configuration %I.%I add mapping for %I with %s', n.nspname, c.cfgname,
      m.alias, m.dictionaries), '; ' order by m.alias) as text
    from (
      select k.alias, string_agg(format('%I.%I', dn.nspname, d.dictname), ', ' order by m.mapseqno) as dictionaries
      from pg_ts_config_map m
      join ts_token_type(c.cfgparser) k on k.tokid = m.maptokentype
      join pg_ts_dict d on d.oid = m.mapdict
      join pg_namespace dn on dn.oid = d.dictnamespace
      where m.mapcfg = c.oid
      group by k.alias
    ) as m
  ) as mappings on true
  where ${inUserSchema} and ${ofNoExtension('pg_ts_config', 'c.oid')}
  order by c.oid`

const procedure = (oid: string) => `(select format('%I.%I', pn.nspname, p.proname)
    from pg_proc p join pg_namespace pn on pn.oid = p.pronamespace where p.oid = ${oid} and p.oid <> 0)`

const operator = (oid: string) => `(select format('operator(%I.%s)', pn.nspname, p.oprname)
    from pg_operator p join pg_namespace pn on pn.oid = p.oprnamespace where p.oid = ${oid})`

// One that was only named as another's commutator or negator has no code yet.
const operators = `select n.nspname as schema, o.oprname as name,
    format('create operator %I.%s (%s)', n.nspname, o.oprname, concat_ws(', ',
      'function = ' || ${procedure('o.oprcode')},
      case when o.oprleft <> 0 then 'leftarg = ' || format_type(o.oprleft, null) end,
      case when o.oprright <> 0 then 'rightarg = ' || format_type(o.oprright, null) end,
      'commutator = ' || ${operator('o.oprcom')},
      'negator = ' || ${operator('o.oprnegate')},
      'restrict = ' || ${procedure('o.oprrest')},
      'join = ' || ${procedure('o.oprjoin')},
      case when o.oprcanhash then 'hashes' end,
      case when o.oprcanmerge then 'merges' end)) as definition
  from pg_operator o
  join pg_namespace n on n.oid = o.oprnamespace
  where o.oprcode <> 0 and ${inUserSchema} and ${ofNoExtension('pg_operator', 'o.oid')}
  order by o.oid`

// Their oids are the only sign of which casts are the server's own.
const casts = `select '' as schema, format('%s as %s', format_type(k.castsource, null), format_type(k.casttarget, null)) as name,
    format('create cast (%s as %s) %s%s', format_type(k.castsource, null), format_type(k.casttarget, null),
      case k.castmethod when 'i' then 'with inout' when 'b' then 'without function'
        else (select format('with function %I.%I(%s)', pn.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
          from pg_proc p join pg_namespace pn on pn.oid = p.pronamespace where p.oid = k.castfunc) end,
      case k.castcontext when 'i' then ' as implicit' when 'a' then ' as assignment' else '' end) as definition
  from pg_cast k
  where k.oid >= 16384 and ${ofNoExtension('pg_cast', 'k.oid')}
    and not exists (select from pg_depend i
      where i.classid = 'pg_cast'::regclass and i.objid = k.oid and i.deptype = 'i')
  order by k.oid`

const queries: readonly (readonly [OrdinaryObject['kind'], string])[] = [
  ['collation', collations],
  ['text search dictionary', dictionaries],
  ['text search configuration', configurations],
  ['operator', operators],
  ['cast', casts],
]
