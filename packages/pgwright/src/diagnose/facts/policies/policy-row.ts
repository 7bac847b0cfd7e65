import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../sql/index.ts'
import { estimatedRows, userRelation } from '../scope.ts'

const functionRow = z.object({
  schema: z.string(),
  name: z.string(),
  volatility: z.enum(['i', 's', 'v']),
  set: z.boolean(),
})

/** A policy of a table whose row-level security is on. */
export const policyRow = z.object({
  schema: z.string(),
  table: z.string(),
  policy: z.string(),
  command: z.enum(['all', 'select', 'insert', 'update', 'delete']),
  permissive: z.boolean(),
  /** `public` stands for everyone. */
  roles: z.array(z.string()),
  using: z.string().nullable(),
  check: z.string().nullable(),
  /** The planner's estimate. */
  rows: z.number(),
  partitioned: z.boolean(),
  /** Those of the table that its conditions read. */
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /** Columns that a valid index without a predicate begins with. */
  indexed: z.array(z.string()),
  /** The expressions of the table's indexes. */
  expressions: z.array(z.string()),
  /** Names of the table's indexes. */
  indexes: z.array(z.string()),
  /** What it calls, the server's own functions among them. */
  functions: z.array(functionRow),
})
export type PolicyRow = z.infer<typeof policyRow>

/** The calls of a stored expression stand in its tree by their oids; dependencies leave out the server's own. */
export const policySql = `
  select n.nspname as schema, c.relname as table, p.polname as policy,
    case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
      else 'delete' end as command,
    p.polpermissive as permissive,
    array(select coalesce(r.rolname::text, 'public') from unnest(p.polroles) u (role)
      left join pg_catalog.pg_roles r on r.oid = u.role order by 1) as roles,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) as using,
    pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as check,
    ${estimatedRows} as rows, c.relkind = 'p' as partitioned,
    (select coalesce(jsonb_agg(distinct jsonb_build_object('name', a.attname, 'type', pg_catalog.format_type(
        coalesce(nullif(y.typbasetype, 0), y.oid), null))), '[]')
      from pg_catalog.pg_depend d
      join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      join pg_catalog.pg_type y on y.oid = a.atttypid
      where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = c.oid and d.refobjsubid > 0
    ) as columns,
    array(select distinct a.attname::text from pg_catalog.pg_index i
      join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indrelid = c.oid and i.indisvalid and i.indpred is null order by 1) as indexed,
    array(select pg_catalog.pg_get_expr(i.indexprs, i.indrelid) from pg_catalog.pg_index i
      where i.indrelid = c.oid and i.indexprs is not null order by 1) as expressions,
    array(select x.relname::text from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
      where i.indrelid = c.oid order by 1) as indexes,
    (select coalesce(jsonb_agg(distinct jsonb_build_object('schema', fn.nspname, 'name', f.proname,
        'volatility', f.provolatile, 'set', f.proretset)), '[]')
      from (select distinct m[1]::oid as oid
        from pg_catalog.regexp_matches(coalesce(p.polqual::text, '') || ' ' || coalesce(p.polwithcheck::text, ''),
          ':funcid (\\d+)', 'g') m) called
      join pg_catalog.pg_proc f on f.oid = called.oid
      join pg_catalog.pg_namespace fn on fn.oid = f.pronamespace) as functions
  from pg_catalog.pg_policy p
  join pg_catalog.pg_class c on c.oid = p.polrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relrowsecurity and ${userRelation}
  order by 1, 2, 3`

type Named = Pick<PolicyRow, 'schema' | 'table' | 'policy'>

export function tableOf({ schema, table }: Pick<Named, 'schema' | 'table'>): string {
  return readableQualified(schema, table)
}

/** `public.orders.tenant`. */
export function policyObject(policy: Named): string {
  return `${tableOf(policy)}.${readableIdentifier(policy.policy)}`
}

export function alterPolicy(policy: Named, clauses: { readonly using?: string; readonly check?: string }): string {
  const { using, check } = clauses
  return [
    `alter policy ${readableIdentifier(policy.policy)} on ${tableOf(policy)}`,
    ...(using === undefined ? [] : [`using (${using})`]),
    ...(check === undefined ? [] : [`with check (${check})`]),
  ].join(' ')
}

/** The others of its table that hold for one of its commands and one of its roles. */
export function besideIt(policy: PolicyRow, all: readonly PolicyRow[]): PolicyRow[] {
  return all.filter(
    (other) =>
      other !== policy &&
      other.schema === policy.schema &&
      other.table === policy.table &&
      (other.command === policy.command || other.command === 'all' || policy.command === 'all') &&
      (other.roles.includes('public') ||
        policy.roles.includes('public') ||
        other.roles.some((role) => policy.roles.includes(role))),
  )
}

/** Permissive policies are joined by OR: whether this one's condition stands for itself. */
export function standsAlone(policy: PolicyRow, all: readonly PolicyRow[]): boolean {
  return policy.permissive && !besideIt(policy, all).some(({ permissive }) => permissive)
}
