import type { ClientBase } from 'pg'

/** All that a step can change, a line each, without the journal's. Of roles, those that are called after the database. */
export async function wholeCatalog({ client }: { readonly client: ClientBase }): Promise<string> {
  const { rows } = await client.query<{ line: string }>(
    `with relation as (
       select c.* from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname not in ('pgwright', 'pg_catalog', 'pg_toast', 'information_schema'))
     select format('relation %s %s %s %s %s %s %s %s %s', c.oid::regclass, c.relkind, c.reloptions, t.reloptions,
         c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner), c.relreplident, c.relacl) as line
       from relation c left join pg_class t on t.oid = c.reltoastrelid
     union all select format('column %s %s %s %s %s %s %s %s %s %s', c.oid::regclass, a.attname, a.attnotnull,
         coalesce(nullif(a.attstattarget, -1), -1), a.attstorage, a.attcompression, a.attoptions, a.atttypid::regtype, a.attacl,
         (select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = c.oid and adnum = a.attnum))
       from relation c join pg_attribute a on a.attrelid = c.oid
       where a.attnum > 0 and not a.attisdropped and c.relkind <> 'i'
     union all select format('constraint %s %s %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid), k.convalidated)
       from pg_constraint k where k.conrelid in (select oid from relation)
     union all select format('index %s %s %s %s %s', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indimmediate, i.indisreplident, i.indisclustered)
       from pg_index i where i.indrelid in (select oid from relation)
     union all select format('policy %s %s %s %s %s %s %s %s', p.polrelid::regclass, p.polname, p.polcmd, p.polpermissive,
         p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
         obj_description(p.oid, 'pg_policy'))
       from pg_policy p
     union all select format('settings %s %s %s', d.datname, s.setrole, s.setconfig) from pg_db_role_setting s
       left join pg_database d on d.oid = s.setdatabase
       where d.datname = current_database()
         or s.setdatabase = 0 and right(pg_get_userbyid(s.setrole), length(current_database())) = current_database()
     union all select format('trigger %s %s', pg_get_triggerdef(t.oid), t.tgenabled) from pg_trigger t where not t.tgisinternal
     union all select format('function %s %s', pg_get_functiondef(f.oid), f.proacl) from pg_proc f
       join pg_namespace n on n.oid = f.pronamespace
       where n.nspname not in ('pgwright', 'pg_catalog', 'information_schema') and f.prokind in ('f', 'p') and not exists (
         select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
     union all select format('view %s %s', oid::regclass, pg_get_viewdef(oid)) from relation where relkind in ('v', 'm')
     union all select format('statistics %s %s %s', pg_get_statisticsobjdef(oid), coalesce(stxstattarget, -1), stxowner::regrole) from pg_statistic_ext
     union all select format('comment %s %s', pg_describe_object(classoid, objoid, objsubid), description)
       from pg_description where objoid >= 16384
     union all select format('extension %s %s', extname, extversion) from pg_extension
     order by 1`,
  )
  return rows.map(({ line }) => line).join('\n')
}
