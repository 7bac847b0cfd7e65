import type { Client } from 'pg'
import type { DatabaseObject, Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'

interface Captured {
  readonly create: string
  readonly comment: string | null
  /** Of a constraint that was validated. */
  readonly validate: string | null
}

/**
 * What brings an object back that is about to be dropped: a policy, a check or a foreign key. Of the others it is none;
 * a column's values are gone for good.
 */
export async function undoDrop(client: Client, { type, names }: DatabaseObject): Promise<Step[]> {
  const [schema = '', table = '', name = ''] = names
  const query = type === 'policy' ? policy : type === 'table constraint' ? constraint : null
  if (query === null) return []
  const relation = quoteQualified(schema, table)
  const { rows } = await client.query<Captured>(query, [relation, name])
  const [captured] = rows
  if (captured === undefined) return []
  const { create, comment, validate } = captured
  const rest = { locks: [{ relation, mode: 'AccessExclusiveLock' }], transactional: true }
  const steps: Step[] = [
    { sql: create, ensure: { kind: 'object-present', type, names: [...names], definition: null }, ...rest },
  ]
  if (comment !== null) steps.push({ sql: comment, ensure: { kind: 'always' }, ...rest })
  if (validate !== null) {
    steps.push({ sql: validate, ensure: { kind: 'constraint-valid', schema, table, constraint: name }, ...rest })
  }
  return steps
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
      || pg_catalog.quote_literal(pg_catalog.obj_description(p.oid, 'pg_policy')) as comment, null as validate
  from pg_catalog.pg_policy p
  where p.polrelid = pg_catalog.to_regclass($1::text) and p.polname = $2`

const constraint = `
  select pg_catalog.format('alter table %s add constraint %I %s', $1::text, k.conname, pg_catalog.pg_get_constraintdef(k.oid))
      || case when k.convalidated then ' not valid' else '' end as create,
    pg_catalog.format('comment on constraint %I on %s is ', k.conname, $1::text)
      || pg_catalog.quote_literal(pg_catalog.obj_description(k.oid, 'pg_constraint')) as comment,
    case when k.convalidated then pg_catalog.format('alter table %s validate constraint %I', $1::text, k.conname) end as validate
  from pg_catalog.pg_constraint k
  where k.conrelid = pg_catalog.to_regclass($1::text) and k.conname = $2 and k.contype in ('c', 'f')
    and k.conparentid = 0 and k.coninhcount = 0`
