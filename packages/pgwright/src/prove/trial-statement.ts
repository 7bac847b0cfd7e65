import type { ClientBase } from 'pg'
import type { ObjectName, Statement } from '../model/index.ts'
import {
  fillParameters,
  type Predicate,
  parameterNumbers,
  quoteIdentifier,
  quoteQualified,
  readComparisons,
  readRequiredSettings,
  repairNormalised,
  statementKind,
} from '../sql/index.ts'
import { accessesOf, type PlanNode, planNodes } from '../twin/index.ts'
import { NotRun } from './not-run.ts'

/** A statement that can be tried, as its generic plan describes it. */
export interface TrialStatement {
  readonly statement: Statement
  /** As PostgreSQL takes it, its parameters numbered without gaps. */
  readonly sql: string
  /** To be assumed for it; null: the session's own. */
  readonly role: string | null
  /** Of each parameter: `pg_type.typcategory` and its name. */
  readonly parameters: readonly ParameterType[]
  /** The tables that it reads, by the alias that its plan gives them. */
  readonly tables: ReadonlyMap<string, ObjectName>
  /** What its parameters, the settings of its policies and the columns of its joins are compared with. */
  readonly comparisons: readonly Predicate[]
  /** Settings that its policies want to have one certain value. */
  readonly requiredSettings: ReadonlyMap<string, string>
}

export interface ParameterType {
  readonly category: string
  readonly name: string
}

/**
 * Plans a statement generically, for any parameters, as its role. The client must be in a transaction; what is
 * prepared in it outlives it, and is the caller's to deallocate.
 *
 * @throws NotRun where the statement writes or its role can't be assumed; else the server's error
 */
export async function describeStatement(client: ClientBase, statement: Statement): Promise<TrialStatement> {
  const kind = statementKind(statement.sql)
  if (kind !== 'select') throw new NotRun('It does not read alone, and a trial runs nothing that writes.')
  const sql = withoutGaps(repairNormalised(statement.sql))
  const role = await assumableRole(client, statement.role)
  if (role !== null) await client.query(`set local role ${quoteIdentifier(role)}`)
  // EXPLAIN (GENERIC_PLAN) is there from 16 on and tells no types of parameters; this is the same for each major.
  await client.query(`prepare ${prepared} as ${sql}`)
  const parameters = await parameterTypes(client)
  const plan = await genericPlan(client, parameters.length)
  const tables = await asWholes(client, new Map(accessesOf(plan).map(({ alias, table }) => [alias, table])))
  if (role !== statement.role && statement.role !== null) await requireNoPolicies(client, statement.role, tables)
  return { statement, sql, role, parameters, tables, ...comparisonsOf(plan) }
}

const prepared = 'pgwright_statement'

/** Repairing a statement can take parameters out of it, and PREPARE wants to know the type of every number. */
function withoutGaps(sql: string): string {
  return fillParameters(sql, new Map(parameterNumbers(sql).map((number, i) => [number, `$${i + 1}`])))
}

/** The role, where it is another than the session's and the session may take it on. */
async function assumableRole(client: ClientBase, role: string | null): Promise<string | null> {
  const { rows } = await client.query<{ other: boolean }>(
    `select r.rolname <> session_user and pg_catalog.pg_has_role(session_user, r.oid,
       case when pg_catalog.current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) as other
     from pg_catalog.pg_roles r where r.rolname = $1`,
    [role],
  )
  return rows[0]?.other === true ? role : null
}

/** Without its role a statement would meet other policies, and what it reads would be another thing. */
async function requireNoPolicies(client: ClientBase, role: string, tables: ReadonlyMap<string, ObjectName>) {
  const { rows } = await client.query<{ own: boolean; policies: boolean }>(
    `select session_user = $1 as own, exists (
       select from unnest($2::text[], $3::text[]) as t (schema, name)
       join pg_catalog.pg_namespace n on n.nspname = t.schema
       join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = t.name where c.relrowsecurity) as policies`,
    [role, [...tables.values()].map(({ schema }) => schema), [...tables.values()].map(({ name }) => name)],
  )
  if (rows[0]?.policies === true && !rows[0].own) {
    throw new NotRun(`The role ${quoteIdentifier(role)}, whose policies are part of it, can not be assumed.`)
  }
}

/**
 * Where a plan reads several partitions, the table that they are parts of: values are drawn from all its rows, since those
 * of one partition alone, the oldest say, would ask for no other.
 */
async function asWholes(
  client: ClientBase,
  tables: ReadonlyMap<string, ObjectName>,
): Promise<ReadonlyMap<string, ObjectName>> {
  const { rows } = await client.query<{ alias: string; root: ObjectName }>(
    `select t.alias, pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname) as root
     from unnest($1::text[], $2::text[]) as t (alias, name)
     join pg_catalog.pg_class c on c.oid = pg_catalog.pg_partition_root(pg_catalog.to_regclass(t.name))
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace`,
    [[...tables.keys()], [...tables.values()].map(({ schema, name }) => quoteQualified(schema, name))],
  )
  const key = ({ schema, name }: ObjectName) => quoteQualified(schema, name)
  const shared = rows.filter((one) => rows.some((other) => other !== one && key(other.root) === key(one.root)))
  return new Map([...tables, ...shared.map(({ alias, root }) => [alias, root] as const)])
}

async function parameterTypes(client: ClientBase): Promise<ParameterType[]> {
  const { rows } = await client.query<ParameterType>(
    `select t.typcategory as category, t.typname as name
     from pg_catalog.pg_prepared_statements p, unnest(p.parameter_types::oid[]) with ordinality as u (oid, position)
     join pg_catalog.pg_type t on t.oid = u.oid where p.name = $1 order by u.position`,
    [prepared],
  )
  return rows
}

async function genericPlan(client: ClientBase, parameters: number): Promise<PlanNode> {
  const values = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'null').join(', ')})`
  // Partitions that no null can be in would be left out before the plan is shown.
  await client.query('set local plan_cache_mode = force_generic_plan; set local enable_partition_pruning = off')
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (format json, verbose) execute ${prepared}${values}`,
  )
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  if (plan === undefined) throw new NotRun('The server gave no plan for it.')
  return plan
}

function comparisonsOf(plan: PlanNode): Pick<TrialStatement, 'comparisons' | 'requiredSettings'> {
  const texts = planNodes(plan).flatMap((node) => Object.values(node).flatMap(expressions))
  const required = texts.flatMap(readRequiredSettings)
  return {
    comparisons: texts.flatMap(readComparisons),
    requiredSettings: new Map(required.map(({ name, value }) => [name, value])),
  }
}

/** The texts among a node's values, and those in its lists, that can hold a comparison. */
function expressions(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => (typeof item === 'string' ? expressions(item) : []))
  return typeof value === 'string' && /\$|=|current_setting/.test(value) ? [value] : []
}
