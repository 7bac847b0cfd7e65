import type { Step } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { buildSql } from '../capture.ts'
import type { ColumnFacts } from './column-facts.ts'
import type { Conversion } from './conversion.ts'
import { knownName } from './own-names.ts'
import type { Side } from './side.ts'

/** What has to be there before a column takes another's place, each made without keeping anyone out. */
export function sideSteps(change: Conversion, facts: ColumnFacts, side: Side): Step[] {
  return [
    ...optionSteps(change, facts, side),
    ...(facts.notNull ? notNullSteps(change, side) : []),
    ...side.indexes.map((index) => indexStep(change, index)),
    // The old column keeps its foreign keys, which a null in it does not break: to drop them would lock other tables.
    ...side.constraints.flatMap((constraint) =>
      side.side === 'old' && constraint.foreign ? [] : constraintSteps(change, constraint),
    ),
  ]
}

function optionSteps(
  { schema, table }: Conversion,
  { statistics, options }: ColumnFacts,
  { side, column }: Side,
): Step[] {
  if (side === 'old' || (statistics === null && options.length === 0)) return []
  const relation = quoteQualified(schema, table)
  const alter = `alter column ${quoteIdentifier(column)} set `
  const pairs = options.map((option): [string, string] => [
    option.slice(0, option.indexOf('=')),
    option.slice(option.indexOf('=') + 1),
  ])
  const commands = [
    ...(statistics === null ? [] : [`${alter}statistics ${statistics}`]),
    ...(pairs.length === 0 ? [] : [`${alter}(${pairs.map(([name, value]) => `${name} = ${value}`).join(', ')})`]),
  ]
  const wanted = Object.fromEntries([...(statistics === null ? [] : [['statistics', String(statistics)]]), ...pairs])
  return [
    {
      sql: `alter table ${relation} ${commands.join(', ')}`,
      ensure: { kind: 'column-options', schema, table, column, options: wanted },
      locks: [{ relation, mode: 'AccessExclusiveLock' }],
      transactional: true,
    },
  ]
}

function notNullSteps(change: Conversion, { side, column }: Side): Step[] {
  const { schema, table } = change
  const relation = quoteQualified(schema, table)
  const name = knownName(side, change.column)
  const own = quoteIdentifier(column)
  return [
    ...checkedSteps(change, name, `check (${own} is not null)`, true),
    {
      sql: `alter table ${relation} alter column ${own} set not null`,
      ensure: { kind: 'column-not-null', schema, table, column },
      locks: [{ relation, mode: 'AccessExclusiveLock' }],
      transactional: true,
    },
  ]
}

function indexStep({ schema, table }: Conversion, { made, tablespace }: Side['indexes'][number]): Step {
  return {
    sql: buildSql({ ...made, tablespace }),
    ensure: { kind: 'index-present', schema, table, index: made.name, definition: null },
    locks: [{ relation: quoteQualified(schema, table), mode: 'ShareUpdateExclusiveLock' }],
    transactional: false,
  }
}

function constraintSteps(change: Conversion, { made, validated }: Side['constraints'][number]): Step[] {
  return checkedSteps(change, made.name, made.definition, validated)
}

/** Added without a look at the rows that are there, who are looked at then while everyone goes on. */
function checkedSteps({ schema, table }: Conversion, name: string, definition: string, validate: boolean): Step[] {
  const relation = quoteQualified(schema, table)
  const alter = `alter table ${relation}`
  const add: Step = {
    sql: `${alter} add constraint ${quoteIdentifier(name)} ${definition} not valid`,
    ensure: { kind: 'object-present', type: 'table constraint', names: [schema, table, name], definition: null },
    locks: [{ relation, mode: 'AccessExclusiveLock' }],
    transactional: true,
  }
  if (!validate) return [add]
  return [
    add,
    {
      sql: `${alter} validate constraint ${quoteIdentifier(name)}`,
      ensure: { kind: 'constraint-valid', schema, table, constraint: name },
      locks: [{ relation, mode: 'ShareUpdateExclusiveLock' }],
      transactional: true,
    },
  ]
}
