import type { Client } from 'pg'
import { PgwrightError, type State, type Step } from '../../model/index.ts'
import { sqlState } from '../../postgres/index.ts'
import { conjuncts, expression, objectName, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { isTableCommand } from './alter-table.ts'
import { canBeSeenWithin } from './seen-rows.ts'
import type { StateKind } from './state-kind.ts'

type NotNull = Extract<State, { kind: 'column-not-null' }>
type Nullable = Extract<State, { kind: 'column-nullable' }>

/** Under ACCESS EXCLUSIVE it reads the whole table, unless a valid check says already that there is no null. */
export const columnNotNull: StateKind<NotNull> = {
  describe: (wanted) => objectName(objectOf(wanted)),
  isDoneBy: (statement, wanted) => isTableCommand(statement, wanted, 'AT_SetNotNull', wanted.column),
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'r', childless: true }),
  needs: objectOf,
  async check(client, wanted, { holdTimeoutMs, before }) {
    const { schema, table, column } = wanted
    const validates = before.some(
      ({ ensure }) => ensure.kind === 'constraint-valid' && ensure.schema === schema && ensure.table === table,
    )
    if (validates || (await isNotNull(client, wanted)) || (await isChecked(client, wanted))) return
    if (await canBeSeenWithin(client, schema, table, holdTimeoutMs)) return
    throw new PgwrightError(
      'unsupported',
      `To make ${objectName(objectOf(wanted))} NOT NULL would read the whole table while nobody can use it, and it is large.`,
      `Have the plan add and validate a constraint first: check (${quoteIdentifier(column)} is not null) not valid.`,
    )
  },
  holds: isNotNull,
  undo: async (_, { kind: _kind, ...names }) => [nullableStep(names)],
  inNobodysWay: false,
  async explain(_, wanted, error) {
    return sqlState(error) === '23502' ? nulls(wanted, error) : error
  },
}

export const columnNullable: StateKind<Nullable> = {
  describe: (wanted) => objectName(objectOf(wanted)),
  isDoneBy: (statement, wanted) => isTableCommand(statement, wanted, 'AT_DropNotNull', wanted.column),
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'r', childless: true }),
  needs: objectOf,
  holds: async (client, wanted) => !(await isNotNull(client, wanted)),
  undo: notNullSteps,
  inNobodysWay: false,
}

type Column = Omit<NotNull, 'kind'>

function objectOf({ schema, table, column }: Column) {
  return { type: 'table column' as const, names: [schema, table, column] }
}

async function isNotNull(client: Client, { schema, table, column }: Column): Promise<boolean> {
  const { rows } = await client.query<{ known: boolean }>(
    `select attnotnull as known from pg_catalog.pg_attribute
     where attrelid = pg_catalog.to_regclass($1) and attname = $2 and not attisdropped`,
    [quoteQualified(schema, table), column],
  )
  return rows[0]?.known === true
}

/** Whether a valid check has `column is not null` among what must hold, which is what PostgreSQL looks for. */
async function isChecked(client: Client, { schema, table, column }: Column): Promise<boolean> {
  const { rows } = await client.query<{ check: string }>(
    `select pg_catalog.pg_get_expr(conbin, conrelid) as check from pg_catalog.pg_constraint
     where conrelid = pg_catalog.to_regclass($1) and contype = 'c' and convalidated`,
    [quoteQualified(schema, table)],
  )
  return rows.some(({ check }) => {
    const tree = expression(check)
    return (tree === null ? [] : conjuncts(tree)).some((node) => {
      if (!('NullTest' in node) || node.NullTest.nulltesttype !== 'IS_NOT_NULL') return false
      const { arg } = node.NullTest
      const [field, ...others] = arg !== undefined && 'ColumnRef' in arg ? (arg.ColumnRef.fields ?? []) : []
      return others.length === 0 && field !== undefined && 'String' in field && field.String.sval === column
    })
  })
}

function nullableStep({ schema, table, column }: Column): Step {
  const relation = quoteQualified(schema, table)
  return {
    sql: `alter table ${relation} alter column ${quoteIdentifier(column)} drop not null`,
    ensure: { kind: 'column-nullable', schema, table, column },
    locks: [{ relation, mode: 'AccessExclusiveLock' }],
    transactional: true,
  }
}

/** By way of a check, however large the table will be by then. */
async function notNullSteps(_: Client, { schema, table, column }: Column): Promise<Step[]> {
  const relation = quoteQualified(schema, table)
  const constraint = `${[...column].slice(0, 10).join('')}_known_by_pgwright`
  const object = { type: 'table constraint' as const, names: [schema, table, constraint] }
  const [own, name] = [quoteIdentifier(column), quoteIdentifier(constraint)]
  const exclusive = [{ relation, mode: 'AccessExclusiveLock' }]
  return [
    {
      sql: `alter table ${relation} add constraint ${name} check (${own} is not null) not valid`,
      ensure: { kind: 'object-present', ...object, definition: null },
      locks: exclusive,
      transactional: true,
    },
    {
      sql: `alter table ${relation} validate constraint ${name}`,
      ensure: { kind: 'constraint-valid', schema, table, constraint },
      locks: [{ relation, mode: 'ShareUpdateExclusiveLock' }],
      transactional: true,
    },
    {
      sql: `alter table ${relation} alter column ${own} set not null`,
      ensure: { kind: 'column-not-null', schema, table, column },
      locks: exclusive,
      transactional: true,
    },
    {
      sql: `alter table ${relation} drop constraint ${name}`,
      ensure: { kind: 'object-absent', ...object },
      locks: exclusive,
      transactional: true,
    },
  ]
}

function nulls({ schema, table, column }: NotNull, cause: unknown): PgwrightError {
  const [relation, own] = [quoteQualified(schema, table), quoteIdentifier(column)]
  return new PgwrightError(
    'server',
    `Rows of ${relation} have no ${own}.`,
    `Find them with: select * from ${relation} where ${own} is null; put them right, and apply the plan again.`,
    { cause },
  )
}
