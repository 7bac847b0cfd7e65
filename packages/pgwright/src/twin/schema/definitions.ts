import type { Column, Index, Relation, Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/index.ts'
import { ownRoles, ownSchemas } from './reserved.ts'

/** One object of the twin and the statement that makes it. */
export interface Definition {
  /** For people: `table "S 1"."Order"`. */
  readonly object: string
  readonly sql: string
  /** Run by the superuser: nothing in it is text of the snapshot but quoted names. Default: by the twin's own role. */
  readonly privileged?: true
}

/**
 * The statements that make the source's schema again, empty. In an order that mostly works; what depends on something
 * later (a default that calls a function over a table, a view on a view) is to be tried again after the rest.
 */
export function schemaDefinitions(snapshot: Snapshot, twinRole: string): Definition[] {
  const tables = snapshot.relations.filter(({ kind }) => kind !== 'view' && kind !== 'matview')
  const views = snapshot.relations.filter(({ kind }) => kind === 'view' || kind === 'matview')
  return [
    ...ownRoles(snapshot).map(role),
    ...memberships(snapshot),
    ...ownRoles(snapshot).map(({ name }) => membership(twinRole, name)),
    ...ownSchemas(snapshot).map((name) => schema(name, twinRole)),
    ...snapshot.extensions.map(extension),
    ...snapshot.types.map(({ schema, name, definition }) => defined('type', schema, name, definition)),
    ...snapshot.functions.map(({ schema, name, definition }) => defined('function', schema, name, definition)),
    ...snapshot.sequences.map(({ schema, name }) =>
      defined('sequence', schema, name, `create sequence ${quoteQualified(schema, name)}`),
    ),
    ...tables.map(table),
    ...tables.filter(({ partitionBound }) => partitionBound !== null).flatMap(attachment),
    ...constraints(snapshot),
    ...views.map(view),
    ...indexes(snapshot),
    ...snapshot.extendedStatistics.map(({ schema, name, definition }) =>
      defined('statistics', schema, name, definition),
    ),
    ...tables.flatMap(rowSecurity),
    ...snapshot.policies.map(policy),
    ...ownSchemas(snapshot).map(grants),
  ]
}

function defined(kind: string, schema: string, name: string, sql: string): Definition {
  return { object: `${kind} ${quoteQualified(schema, name)}`, sql }
}

/** Superusers of the source stay ordinary here: a snapshot is a file from elsewhere. */
function role({ name, bypassRls }: Snapshot['roles'][number]): Definition {
  const create = `create role ${quoteIdentifier(name)} ${bypassRls ? 'bypassrls' : 'nobypassrls'}`
  return {
    object: `role ${quoteIdentifier(name)}`,
    sql: `do ${quoteLiteral(`begin ${create}; exception when duplicate_object then null; end`)}`,
    privileged: true,
  }
}

/** Of the server's own groups none is given: some may read files and run programs, and none changes a plan. */
function memberships(snapshot: Snapshot): Definition[] {
  const roles = ownRoles(snapshot)
  const names = new Set(roles.map(({ name }) => name))
  return roles.flatMap(({ name, memberOf }) =>
    memberOf.filter((group) => names.has(group)).map((group) => membership(name, group)),
  )
}

function membership(member: string, group: string): Definition {
  return {
    object: `membership of ${quoteIdentifier(member)} in ${quoteIdentifier(group)}`,
    sql: `grant ${quoteIdentifier(group)} to ${quoteIdentifier(member)}`,
    privileged: true,
  }
}

/** `public` is there in every new database. */
function schema(name: string, twinRole: string): Definition {
  const [schema, owner] = [quoteIdentifier(name), quoteIdentifier(twinRole)]
  return {
    object: `schema ${schema}`,
    sql: `create schema if not exists ${schema}; alter schema ${schema} owner to ${owner}`,
    privileged: true,
  }
}

function extension({ schema, name }: Snapshot['extensions'][number]): Definition {
  const [extension, into] = [quoteIdentifier(name), quoteIdentifier(schema)]
  return {
    object: `extension ${extension}`,
    sql: `create extension if not exists ${extension} schema ${into} cascade`,
    privileged: true,
  }
}

function table(relation: Relation): Definition {
  const name = quoteQualified(relation.schema, relation.name)
  const persistence = relation.persistence === 'u' && relation.kind === 'table' ? 'unlogged ' : ''
  const parents = relation.partitionBound === null ? relation.parents : []
  const inherits = parents.map((parent) => quoteQualified(parent.schema, parent.name)).join(', ')
  const clauses = [
    `create ${persistence}table ${name} (${relation.columns.map(column).join(', ')})`,
    inherits === '' ? '' : `inherits (${inherits})`,
    relation.partitionKey === null ? '' : `partition by ${relation.partitionKey}`,
    relation.options.length === 0 ? '' : `with (${relation.options.join(', ')})`,
  ]
  const options = relation.columns
    .filter(({ options }) => options.length > 0)
    .map((c) => `; alter table ${name} alter column ${quoteIdentifier(c.name)} set (${c.options.join(', ')})`)
  return { object: `table ${name}`, sql: clauses.filter((clause) => clause !== '').join(' ') + options.join('') }
}

function column({ name, type, collation, identity, generated, default: expression, notNull }: Column): string {
  const value =
    generated !== ''
      ? `generated always as (${expression}) ${generated === 'v' ? 'virtual' : 'stored'}`
      : identity !== ''
        ? `generated ${identity === 'a' ? 'always' : 'by default'} as identity`
        : expression === null
          ? ''
          : `default ${expression}`
  const clauses = [quoteIdentifier(name), type, collation === null ? '' : `collate ${collation}`, value]
  return [...clauses, notNull ? 'not null' : ''].filter((clause) => clause !== '').join(' ')
}

/** Partitions are made as tables of their own and attached: their column order may differ from the parent's. */
function attachment({ schema, name, parents, partitionBound }: Relation): Definition[] {
  const child = quoteQualified(schema, name)
  return parents.map((parent) => ({
    object: `partition ${child}`,
    sql: `alter table ${quoteQualified(parent.schema, parent.name)} attach partition ${child} ${partitionBound}`,
  }))
}

/** Not-null constraints come with the columns; a foreign key needs the key that it points to. */
function constraints({ constraints }: Snapshot): Definition[] {
  const order = ['primary', 'unique', 'exclusion', 'check', 'foreign'] as const
  return order.flatMap((kind) =>
    constraints
      .filter((constraint) => constraint.kind === kind)
      .map(({ schema, table, name, definition }) => {
        const on = quoteQualified(schema, table)
        const sql = `alter table ${on} add constraint ${quoteIdentifier(name)} ${definition}`
        return { object: `constraint ${quoteIdentifier(name)} on ${on}`, sql }
      }),
  )
}

function view({ schema, name, kind, query }: Relation): Definition {
  const what = kind === 'view' ? 'view' : 'materialized view'
  const as = (query ?? '').replace(/;\s*$/, '')
  const data = kind === 'view' ? '' : ' with no data'
  return defined(what, schema, name, `create ${what} ${quoteQualified(schema, name)} as ${as}${data}`)
}

function indexes({ indexes, constraints }: Snapshot): Definition[] {
  const made = new Set(
    constraints
      .filter(({ kind, index }) => index !== null && ['primary', 'unique', 'exclusion'].includes(kind))
      .map(({ schema, index }) => quoteQualified(schema, index ?? '')),
  )
  const own = indexes.filter((index) => !made.has(quoteQualified(index.schema, index.name)) && index.valid)
  return [
    ...own.map(({ schema, name, definition }) => defined('index', schema, name, definition)),
    ...indexes.flatMap(indexAttachment),
  ]
}

function indexAttachment({ schema, name, parentIndex }: Index): Definition[] {
  if (parentIndex === null) return []
  const child = quoteQualified(schema, name)
  return [{ object: `partition of index ${parentIndex}`, sql: `alter index ${parentIndex} attach partition ${child}` }]
}

function rowSecurity({ schema, name, rowSecurity, forceRowSecurity }: Relation): Definition[] {
  if (!rowSecurity) return []
  const table = quoteQualified(schema, name)
  const force = forceRowSecurity ? `; alter table ${table} force row level security` : ''
  return [{ object: `row security of ${table}`, sql: `alter table ${table} enable row level security${force}` }]
}

function policy({ schema, table, name, command, permissive, roles, using, check }: Snapshot['policies'][number]) {
  const to = roles.map((role) => (role === 'public' ? role : quoteIdentifier(role))).join(', ')
  const clauses = [
    `create policy ${quoteIdentifier(name)} on ${quoteQualified(schema, table)}`,
    `as ${permissive ? 'permissive' : 'restrictive'} for ${command.toLowerCase()} to ${to}`,
    using === null ? '' : `using (${using})`,
    check === null ? '' : `with check (${check})`,
  ]
  return { object: `policy ${quoteIdentifier(name)}`, sql: clauses.filter((clause) => clause !== '').join(' ') }
}

/**
 * A role that ran a statement on the source could read what it read; without that right EXPLAIN refuses here. Functions
 * are everybody's from the start, but for those that extensions keep for superusers.
 */
function grants(name: string): Definition {
  const inSchema = `in schema ${quoteIdentifier(name)} to public`
  const kinds = ['tables', 'sequences'].map((kind) => `grant all on all ${kind} ${inSchema}`)
  return {
    object: `rights in ${quoteIdentifier(name)}`,
    sql: [`grant usage on schema ${quoteIdentifier(name)} to public`, ...kinds].join('; '),
    privileged: true,
  }
}
