import type { Client } from 'pg'
import type { DatabaseObject, Step } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { makingAgain } from './made-again.ts'

export async function undoPolicyDrop(client: Client, object: DatabaseObject): Promise<Step[]> {
  const [schema = '', table = '', name = ''] = object.names
  const relation = quoteQualified(schema, table)
  const { rows } = await client.query<{ create: string; comment: string | null }>(policy, [relation, name])
  return rows.map(({ create, comment }) =>
    makingAgain(object, comment === null ? [create] : [create, comment], null, [
      { relation, mode: 'AccessExclusiveLock' },
    ]),
  )
}

const policy = `
  select pg_catalog.format('create policy %I on %s as %s for %s to %s%s%s', p.polname, $1::text,
      case when p.polpermissive then 'permissive' else 'restrictive' end,
      case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      (select pg_catalog.string_agg(case when o = 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(o)) end, ', ')
       from pg_catalog.unnest(p.polroles) as o),
      ' using (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
      ' with check (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')') as create,
    pg_catalog.format('comment on policy %I on %s is ', p.polname, $1::text)
      || pg_catalog.quote_literal(pg_catalog.obj_description(p.oid, 'pg_policy')) as comment
  from pg_catalog.pg_policy p
  where p.polrelid = pg_catalog.to_regclass($1::text) and p.polname = $2`
