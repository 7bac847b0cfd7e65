import type { ClientBase } from 'pg'
import type { Index, Relation, Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { type Definition, defined } from './definition.ts'
import { isOwnNotNull } from './tables.ts'

type Constraint = Snapshot['constraints'][number]

const keyKinds: ReadonlySet<string> = new Set(['primary', 'unique', 'exclusion'])
/** Ordinary not-null constraints come with the columns; a foreign key needs the key that it points to. */
const order = ['check', 'not-null', 'foreign'] as const

/** Of constraints that make no index. */
export function constraintDefinitions(snapshot: Snapshot): Definition[] {
  const unchecked = new Set(uncheckedKeys(snapshot))
  const { constraints } = snapshot
  return order.flatMap((kind) =>
    constraints
      .filter((constraint) => constraint.kind === kind && (kind !== 'not-null' || isOwnNotNull(constraint)))
      .map((constraint) => constraintDefinition(constraint, unchecked.has(constraint) ? ' not valid' : '')),
  )
}

function constraintDefinition({ schema, table, name, definition }: Constraint, check = ''): Definition {
  const on = quoteQualified(schema, table)
  const sql = `alter table ${on} add constraint ${quoteIdentifier(name)} ${definition}${check}`
  return { object: `constraint ${quoteIdentifier(name)} on ${on}`, sql }
}

/**
 * Foreign keys that are made without a look at their empty tables, and set valid in the catalog afterwards. That look is
 * a query, and the planning of it reads pages of indexes, which are to be written beneath the server. Before 18 a
 * partitioned table's key is looked at all the same.
 */
function uncheckedKeys({ constraints, relations }: Snapshot): Constraint[] {
  const tables = new Set(
    relations.filter(({ kind }) => kind === 'table').map(({ schema, name }) => quoteQualified(schema, name)),
  )
  return constraints.filter(
    ({ kind, validated, schema, table }) =>
      kind === 'foreign' && validated && tables.has(quoteQualified(schema, table)),
  )
}

/** @param owner the superuser's session */
export async function setKeysValid(owner: ClientBase, snapshot: Snapshot): Promise<void> {
  await owner.query(
    `update pg_catalog.pg_constraint k set convalidated = true
     from jsonb_to_recordset($1) as v (schema text, "table" text, name text)
     join pg_catalog.pg_namespace n on n.nspname = v.schema
     join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = v."table"
     where k.conrelid = c.oid and k.conname = v.name and k.contype = 'f' and not k.convalidated`,
    [JSON.stringify(uncheckedKeys(snapshot).map(({ schema, table, name }) => ({ schema, table, name })))],
  )
}

/**
 * Indexes of tables or of materialized views, and the constraints that make some of them: each table's in the order
 * that the snapshot has, which is their age, because of two that cost the same the planner takes the older one.
 * Partitions come before their parents, whose keys adopt theirs. An invalid index is seen by no plan.
 */
export function indexDefinitions(
  { relations, indexes, constraints }: Snapshot,
  of: 'tables' | 'matviews',
): Definition[] {
  const keys = constraints.filter(({ kind }) => keyKinds.has(kind))
  const keyOf = new Map(keys.map((key) => [quoteQualified(key.schema, key.index ?? ''), key]))
  const valid = indexes.filter((index) => index.valid)
  const names = new Set(valid.flatMap(spellings))
  const byTable = new Map<string, Index[]>()
  for (const index of valid) {
    const table = quoteQualified(index.schema, index.table)
    byTable.set(table, [...(byTable.get(table) ?? []), index])
  }
  const wanted = relations.toReversed().filter(({ kind }) => (kind === 'matview') === (of === 'matviews'))
  const own = wanted.flatMap(({ schema, name }) => byTable.get(quoteQualified(schema, name)) ?? [])
  const alone = new Set(relations.filter(isAlone).map(({ schema, name }) => quoteQualified(schema, name)))
  return [
    ...own.map((index) => {
      const key = keyOf.get(quoteQualified(index.schema, index.name))
      const table = quoteQualified(index.schema, index.table)
      const definition =
        key === undefined ? defined('index', index.schema, index.name, index.definition) : constraintDefinition(key)
      return alone.has(table) ? { ...definition, about: table } : definition
    }),
    ...own.flatMap((index) => (index.parentIndex !== null && names.has(index.parentIndex) ? attachment(index) : [])),
  ]
}

/** An index of a partitioned table is one of its partitions too. */
function isAlone({ kind, parents }: Relation): boolean {
  return kind === 'table' && parents.length === 0
}

/** A name as the server may have written it: each part quoted only where it must be. */
function spellings({ schema, name }: Index): string[] {
  return [schema, quoteIdentifier(schema)].flatMap((first) =>
    [name, quoteIdentifier(name)].map((second) => `${first}.${second}`),
  )
}

/** A partitioned index is made on the parent alone, and then given the partitions' own. */
function attachment({ schema, name, parentIndex }: Index): Definition[] {
  const child = quoteQualified(schema, name)
  return [{ object: `partition of index ${parentIndex}`, sql: `alter index ${parentIndex} attach partition ${child}` }]
}
