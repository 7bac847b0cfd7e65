import type { State, Step } from '../../model/index.ts'
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/index.ts'
import { deferredStep } from '../states/foreign-key-deferred.ts'
import type { ForeignKeyFacts } from './foreign-keys.ts'
import { keyName, type SideOf } from './own-names.ts'

export type ForeignKeyMoved = Extract<State, { kind: 'foreign-key-moved' }>

/**
 * A foreign key that refers to a column is made a second time, to the column beside it, and takes the first one's place
 * once every row is known to keep to it: so the swap of the columns finds none in its way, and locks no other table. At
 * no time is there none that every row keeps to.
 *
 * Locks: to add it SHARE ROW EXCLUSIVE on both tables, together and for a moment; to validate it SHARE UPDATE EXCLUSIVE
 * on its own table and ROW SHARE on the other; to take the place ACCESS EXCLUSIVE on both, together and for a moment,
 * in which nothing but the catalog is changed. A table at a time.
 */
export function foreignKeySteps(key: ForeignKeyFacts, side: SideOf, references: ForeignKeyMoved['references']): Step[] {
  const { schema, table, name, validated, deferrable, deferred, comment } = key
  const [relation, other] = [quoteQualified(schema, table), quoteQualified(references.schema, references.table)]
  const incoming = keyName(side, name)
  const wanted: ForeignKeyMoved = {
    kind: 'foreign-key-moved',
    ...{ schema, table, constraint: name, incoming, references },
    comment,
  }
  const both = (mode: string) =>
    [relation, ...(other === relation ? [] : [other])].map((one) => ({ relation: one, mode }))
  const add: Step = {
    sql: `alter table ${relation} add constraint ${quoteIdentifier(incoming)} ${besideSql(key, references)}`,
    ensure: { kind: 'object-present', type: 'table constraint', names: [schema, table, incoming], definition: null },
    locks: both('ShareRowExclusiveLock'),
    transactional: true,
  }
  const validate: Step = {
    sql: `alter table ${relation} validate constraint ${quoteIdentifier(incoming)}`,
    ensure: { kind: 'constraint-valid', schema, table, constraint: incoming },
    locks: [
      { relation, mode: 'ShareUpdateExclusiveLock' },
      { relation: other, mode: 'RowShareLock' },
    ],
    transactional: true,
  }
  const move: Step = {
    sql: movedSql(wanted),
    ensure: wanted,
    locks: both('AccessExclusiveLock'),
    transactional: true,
  }
  const own = { schema, table, constraint: name }
  const atOnce = deferrable && !deferred ? [deferredStep({ ...own, deferred: false })] : []
  return [add, ...(validated ? [validate] : []), move, ...atOnce]
}

/** Nothing else is what such a step may do. */
export function movedSql({ schema, table, constraint, incoming, comment }: ForeignKeyMoved): string {
  const [relation, own] = [quoteQualified(schema, table), quoteIdentifier(constraint)]
  return [
    `alter table ${relation} drop constraint ${own}`,
    `alter table ${relation} rename constraint ${quoteIdentifier(incoming)} to ${own}`,
    ...(comment === null ? [] : [`comment on constraint ${own} on ${relation} is ${quoteLiteral(comment)}`]),
  ].join(';\n')
}

/**
 * The application can have the one that it knows checked at the end of its transaction, by name. The one beside must not
 * be checked before, so where that is possible it is checked at the end, until nobody is left who had said so
 * of the first when the second took its name.
 */
function besideSql(
  { ownColumns, columns, rest, enforced, deferrable, deferred }: ForeignKeyFacts,
  { schema, table, from, to }: ForeignKeyMoved['references'],
): string {
  const own = ownColumns.map(quoteIdentifier).join(', ')
  const others = columns.map((column) => quoteIdentifier(column === from ? to : column)).join(', ')
  const late = deferrable && !deferred ? ' INITIALLY DEFERRED' : ''
  const state = enforced ? ' NOT VALID' : ' NOT ENFORCED'
  return `FOREIGN KEY (${own}) REFERENCES ${quoteQualified(schema, table)}(${others})${rest}${late}${state}`
}
