import type { TestDatabase } from '../../../test/database.ts'

/** All that a step can change but functions, a line each, without the journal's. */
export async function wholeCatalog({ client }: TestDatabase): Promise<string> {
  const { rows } = await client.query<{ line: string }>(
    `with relation as (
       select c.* from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname not in ('pgwright', 'pg_catalog', 'pg_toast', 'information_schema'))
     select format('relation %s %s %s %s %s %s %s', c.oid::regclass, c.relkind, c.reloptions, t.reloptions,
         c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner)) as line
       from relation c left join pg_class t on t.oid = c.reltoastrelid
     union all select format('column %s %s %s %s %s %s %s %s', c.oid::regclass, a.attname, a.attnotnull,
         coalesce(nullif(a.attstattarget, -1), -1), a.attstorage, a.attcompression, a.attoptions, a.atttypid::regtype)
       from relation c join pg_attribute a on a.attrelid = c.oid
       where a.attnum > 0 and not a.attisdropped and c.relkind <> 'i'
     union all select format('constraint %s %s %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid), k.convalidated)
       from pg_constraint k where k.conrelid in (select oid from relation)
     union all select format('index %s %s %s', pg_get_indexdef(i.indexrelid), i.indisvalid, obj_description(i.indexrelid, 'pg_class'))
       from pg_index i where i.indrelid in (select oid from relation)
     union all select format('policy %s %s %s %s %s %s %s %s', p.polrelid::regclass, p.polname, p.polcmd, p.polpermissive,
         p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
         obj_description(p.oid, 'pg_policy'))
       from pg_policy p
     union all select format('settings %s %s %s', s.setdatabase, s.setrole, s.setconfig) from pg_db_role_setting s
       where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
     union all select format('trigger %s %s', pg_get_triggerdef(t.oid), t.tgenabled) from pg_trigger t where not t.tgisinternal
     order by 1`,
  )
  return rows.map(({ line }) => line).join('\n')
}
