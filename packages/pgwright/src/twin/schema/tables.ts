import type { Column, ObjectName, Relation, Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { clauses, type Definition } from './definition.ts'
import { foreignOptions } from './foreign.ts'
import { columnName, identityOptions } from './sequences.ts'

/** Tables with their columns, their place in inheritance and partitioning, and row-level security. */
export function tableDefinitions(snapshot: Snapshot, major: number): Definition[] {
  const tables = snapshot.relations.filter(({ kind }) => kind !== 'view' && kind !== 'matview')
  const byName = new Map(tables.map((table) => [nameOf(table), table]))
  const later = columnsWithOwnNotNull(snapshot)
  const identities = identityOptions(snapshot)
  const heirs = tables.map((table) => ({ table, parents: inPlace(table, byName) }))
  return [
    ...heirs.map(({ table, parents }) => tableDefinition(table, parents, later, identities, major)),
    ...heirs.filter(({ parents }) => parents.length === 0).flatMap(({ table }) => inheritance(table)),
  ]
}

/**
 * Parents that can be named when the table is made. They put their columns first, in their order, so a table that was
 * made alone and given a parent later, as a partition can be too, must be made in the same way.
 */
function inPlace(table: Relation, byName: ReadonlyMap<string, Relation>): Relation[] {
  if (table.partitionBound !== null) return []
  const parents = table.parents.flatMap((parent) => byName.get(nameOf(parent)) ?? [])
  if (parents.length < table.parents.length) return []
  const handedDown = [...new Set(parents.flatMap(({ columns }) => columns.map(({ name }) => name)))]
  return handedDown.every((name, position) => table.columns[position]?.name === name) ? parents : []
}

function tableDefinition(
  table: Relation,
  parents: readonly Relation[],
  later: ReadonlySet<string>,
  identities: ReadonlyMap<string, string>,
  major: number,
): Definition {
  const name = nameOf(table)
  const persistence = table.persistence === 'u' && table.kind === 'table' ? 'unlogged ' : ''
  // Since 17 a partition has its parent's identity columns, and may bring none of its own.
  const hasOwnIdentities = table.partitionBound === null || major < 17
  const columns = table.columns.filter((column) => !comesWithParents(column, parents))
  const declared = (column: Column) =>
    columnClause(column, {
      identity: hasOwnIdentities ? identityClause(table, column, identities) : null,
      notNull: !later.has(`${name}.${column.name}`),
      ...handedDown(column, parents),
    })
  const create = (clause: readonly string[]) =>
    clauses(
      `create ${table.foreign === null ? persistence : 'foreign '}table ${name} (${clause.join(', ')})`,
      parents.length === 0 ? '' : `inherits (${parents.map(nameOf).join(', ')})`,
      table.partitionKey === null ? '' : `partition by ${table.partitionKey}`,
      table.foreign === null
        ? ''
        : clauses(`server ${quoteIdentifier(table.foreign.server)}`, foreignOptions(table.foreign.options)),
      table.options.length === 0 ? '' : `with (${table.options.join(', ')})`,
    )
  const options = columnOptions(table)
  // A virtual column can't do without: its expression is part of every statement that reads it.
  const plain = columns.filter(({ generated }) => generated !== 'v').map(withoutExpression)
  return {
    object: `table ${name}`,
    // Of tables that inherit from one, the planner takes the older first.
    ...(table.parents.length === 0 ? { about: name } : {}),
    sql: [create(columns.map(declared)), ...options].join('; '),
    ...(columns.every((column) => column.default === null)
      ? {}
      : {
          instead: {
            sql: [create(plain.map(declared)), ...options].join('; '),
            object: `defaults and generated columns of table ${name}`,
            effect: 'its columns are there without them; statements that need a virtual one are left out',
          },
        }),
  }
}

function withoutExpression(column: Column): Column {
  return { ...column, default: null, generated: '' }
}

export function columnOptions(table: Relation): string[] {
  return table.columns
    .filter(({ options }) => options.length > 0)
    .map((c) => `alter table ${nameOf(table)} alter column ${quoteIdentifier(c.name)} set (${c.options.join(', ')})`)
}

/** A generated column may not be declared again before 16, and need not be. */
function comesWithParents(column: Column, parents: readonly Relation[]): boolean {
  const origins = columnsOf(column.name, parents)
  if (origins.length === 0) return false
  if (column.generated !== '') return true
  return column.inherited && origins.every((origin) => isAlike(origin, column))
}

function isAlike(origin: Column, column: Column): boolean {
  return origin.default === column.default && origin.collation === column.collation && origin.notNull === column.notNull
}

/** A default that only the parent has is handed down unless the column says that it has none. */
function handedDown({ name }: Column, parents: readonly Relation[]) {
  return { defaultAbove: columnsOf(name, parents).some((origin) => origin.default !== null) }
}

function columnsOf(name: string, relations: readonly Relation[]): Column[] {
  return relations.flatMap(({ columns }) => columns.filter((column) => column.name === name))
}

interface ColumnContext {
  /** Null where it is none, or may not say so itself. */
  readonly identity: string | null
  readonly notNull: boolean
  readonly defaultAbove: boolean
}

function columnClause(column: Column, { identity, notNull, defaultAbove }: ColumnContext): string {
  const { name, type, collation } = column
  return clauses(
    quoteIdentifier(name),
    type,
    collation === null ? '' : `collate ${collation}`,
    identity ?? valueClause(column, defaultAbove),
    column.notNull && notNull ? 'not null' : '',
  )
}

function identityClause(table: Relation, column: Column, options: ReadonlyMap<string, string>): string | null {
  if (column.identity === '') return null
  const own = options.get(columnName(table.schema, table.name, column.name))
  return clauses(
    `generated ${column.identity === 'a' ? 'always' : 'by default'} as identity`,
    own === undefined ? '' : `(${own})`,
  )
}

function valueClause({ generated, default: expression }: Column, defaultAbove: boolean): string {
  if (generated !== '') return `generated always as (${expression}) ${generated === 'v' ? 'virtual' : 'stored'}`
  if (expression === null) return defaultAbove ? 'default null' : ''
  return `default ${expression}`
}

function inheritance(table: Relation): Definition[] {
  const child = nameOf(table)
  return table.parents.map((parent) =>
    table.partitionBound === null
      ? { object: `inheritance of ${child}`, sql: `alter table ${child} inherit ${nameOf(parent)}` }
      : {
          object: `partition ${child}`,
          sql: `alter table ${nameOf(parent)} attach partition ${child} ${table.partitionBound}`,
        },
  )
}

/**
 * Since 18 a not-null constraint can be unproven (NOT VALID), of which the planner makes no use, or keep from children
 * (NO INHERIT). Such a column is declared without, and gets its constraint by its own definition.
 */
function columnsWithOwnNotNull({ constraints }: Snapshot): Set<string> {
  return new Set(
    constraints
      .filter(isOwnNotNull)
      .flatMap(({ schema, table, columns }) => columns.map((column) => `${quoteQualified(schema, table)}.${column}`)),
  )
}

export function isOwnNotNull({ kind, definition }: Snapshot['constraints'][number]): boolean {
  return kind === 'not-null' && / (NOT VALID|NO INHERIT)$/.test(definition)
}

export function rowSecurity({ schema, name, rowSecurity, forceRowSecurity }: Relation): Definition[] {
  if (!rowSecurity) return []
  const table = quoteQualified(schema, name)
  const force = forceRowSecurity ? `; alter table ${table} force row level security` : ''
  return [{ object: `row security of ${table}`, sql: `alter table ${table} enable row level security${force}` }]
}

function nameOf({ schema, name }: ObjectName): string {
  return quoteQualified(schema, name)
}
