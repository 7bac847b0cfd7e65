import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/index.ts'
import type { ColumnFacts, Grant } from './column-facts.ts'
import type { Conversion } from './conversion.ts'
import { knownName, sideName, triggerName } from './own-names.ts'
import type { Side } from './side.ts'
import { triggerSql } from './sync-steps.ts'

/**
 * One transaction that gives a column's name, and all that hung on it, to the one beside it. What the outgoing column
 * had of its own is dropped with it, for a null in it must not fail the application's statements: the way back makes it
 * again.
 *
 * @param outgoing the name that the column is to have
 */
export function swapSql(change: Conversion, facts: ColumnFacts, side: Side, outgoing: string): string {
  const { schema, table, column } = change
  const relation = quoteQualified(schema, table)
  const alter = `alter table ${relation}`
  const [own, incoming] = [quoteIdentifier(column), quoteIdentifier(side.column)]
  const identity = side.identity === null ? { before: [], after: [] } : identitySql(change, facts, side)
  return [
    `lock table ${relation} in access exclusive mode`,
    ...(side.side === 'new' ? ['forth' as const] : ['back' as const, 'strict' as const]).map(
      (sync) => `drop trigger ${quoteIdentifier(triggerName(sync, column))} on ${relation}`,
    ),
    ...side.indexes.map(({ name, constraint }) =>
      constraint === null
        ? `drop index ${quoteQualified(schema, name)}`
        : `${alter} drop constraint ${quoteIdentifier(name)}`,
    ),
    ...side.constraints.flatMap(({ name, foreign }) =>
      foreign ? [] : [`${alter} drop constraint ${quoteIdentifier(name)}`],
    ),
    ...identity.before,
    ...(side.default === null ? [] : [`${alter} alter column ${own} drop default`]),
    ...(facts.notNull
      ? [
          `${alter} alter column ${own} drop not null`,
          `${alter} drop constraint ${quoteIdentifier(knownName(side.side, column))}`,
        ]
      : []),
    `${alter} rename column ${own} to ${quoteIdentifier(outgoing)}`,
    `${alter} rename column ${incoming} to ${own}`,
    ...identity.after,
    ...(side.default === null ? [] : [`${alter} alter column ${own} set default ${side.default}`]),
    ...(facts.notNullName !== null && side.notNullName !== null && facts.notNullName !== side.notNullName
      ? [`${alter} rename constraint ${quoteIdentifier(side.notNullName)} to ${quoteIdentifier(facts.notNullName)}`]
      : []),
    ...(side.identity === null ? ownedSql(change, facts, side) : []),
    ...side.indexes.flatMap((index) => indexSql(change, index)),
    ...side.constraints.flatMap(({ name, made, foreign, comment }) => [
      ...(foreign
        ? [
            `${alter} rename constraint ${quoteIdentifier(name)} to ${quoteIdentifier(sideName(side.side === 'new' ? 'old' : 'new', name))}`,
          ]
        : []),
      `${alter} rename constraint ${quoteIdentifier(made.name)} to ${quoteIdentifier(name)}`,
      ...commentSql(`constraint ${quoteIdentifier(name)} on ${relation}`, comment),
    ]),
    // The old column has kept its own.
    ...(side.side === 'new' ? [...rightsSql(change, facts), ...triggerSql(change, 'back')] : []),
  ].join(';\n')
}

/** What is said of a column, and who may use it alone. */
export function rightsSql({ schema, table, column }: Conversion, { comment, grants }: ColumnFacts): string[] {
  const [relation, own] = [quoteQualified(schema, table), quoteIdentifier(column)]
  return [...commentSql(`column ${relation}.${own}`, comment), ...grantSql(grants, `(${own}) on table ${relation}`)]
}

function indexSql({ schema, table }: Conversion, index: Side['indexes'][number]): string[] {
  const { name, made, constraint, comment, targets, clustered } = index
  const [own, relation] = [quoteIdentifier(name), quoteQualified(schema, table)]
  const qualified = quoteQualified(schema, name)
  return [
    constraint === null
      ? `alter index ${quoteQualified(schema, made.name)} rename to ${own}`
      : `alter table ${relation} add constraint ${own} ${constraint.primary ? 'primary key' : 'unique'} using index ${quoteIdentifier(made.name)}${constraint.deferrable ? ' deferrable' : ''}${constraint.deferred ? ' initially deferred' : ''}`,
    ...commentSql(`index ${qualified}`, comment),
    ...commentSql(`constraint ${own} on ${relation}`, constraint?.comment ?? null),
    ...targets.map(
      ({ position, target }) => `alter index ${qualified} alter column ${position} set statistics ${target}`,
    ),
    ...(clustered ? [`alter table ${relation} cluster on ${own}`] : []),
  ]
}

/**
 * An identity's sequence can't be given to another column: a new one goes on where it stopped. To alter it without
 * effect waits for those who drew from it, and keeps others from drawing until it is gone.
 */
function identitySql({ schema, table, column }: Conversion, facts: ColumnFacts, side: Side) {
  const alter = `alter table ${quoteQualified(schema, table)} alter column`
  const [sequence] = facts.sequences
  if (sequence === undefined) return { before: [], after: [] }
  const there = quoteQualified(sequence.schema, sequence.name)
  const name = sideName(side.side, sequence.name)
  const made = quoteQualified(sequence.schema, name)
  const generated = facts.identity === 'a' ? 'always' : 'by default'
  return {
    before: [
      `alter sequence ${there} increment by ${sequence.increment}`,
      `${alter} ${quoteIdentifier(side.column)} add generated ${generated} as identity (sequence name ${made} ${side.identity})`,
      `select pg_catalog.setval(${quoteLiteral(made)}, last_value, is_called) from ${there}`,
      `${alter} ${quoteIdentifier(column)} drop identity`,
    ],
    after: [
      `alter sequence ${made} rename to ${quoteIdentifier(sequence.name)}`,
      ...commentSql(`sequence ${there}`, facts.sequenceComment),
      ...grantSql(facts.sequenceGrants, ` on sequence ${there}`),
    ],
  }
}

const integers: readonly string[] = ['smallint', 'integer', 'bigint']

/** Its values would end where the old type does. */
function ownedSql({ schema, table, column }: Conversion, { sequences, type }: ColumnFacts, side: Side): string[] {
  return sequences.flatMap((sequence) => {
    const name = quoteQualified(sequence.schema, sequence.name)
    const grows = side.side === 'new' && sequence.type === type && integers.includes(side.type)
    const as = side.side === 'old' ? sequence.type : grows ? side.type : null
    return [
      `alter sequence ${name} owned by ${quoteQualified(schema, table)}.${quoteIdentifier(column)}`,
      ...(as === null ? [] : [`alter sequence ${name} as ${as}`]),
    ]
  })
}

function commentSql(what: string, comment: string | null): string[] {
  return comment === null ? [] : [`comment on ${what} is ${quoteLiteral(comment)}`]
}

function grantSql(grants: readonly Grant[], on: string): string[] {
  return grants.map(({ role, privilege, grantable }) => {
    const to = role === null ? 'public' : quoteIdentifier(role)
    return `grant ${privilege} ${on.trimStart()} to ${to}${grantable ? ' with grant option' : ''}`
  })
}
