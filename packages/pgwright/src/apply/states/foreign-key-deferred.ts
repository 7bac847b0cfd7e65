import type { Client } from 'pg'
import { PgwrightError, type State, type Step } from '../../model/index.ts'
import { objectName, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { runBriefly } from '../brief-lock.ts'
import { waitForEveryTransaction } from '../open-transactions.ts'
import { foreignKeyOf } from '../type-change/foreign-keys.ts'
import type { StateKind } from './state-kind.ts'

type ForeignKeyDeferred = Extract<State, { kind: 'foreign-key-deferred' }>

/**
 * `ALTER CONSTRAINT` holds ACCESS EXCLUSIVE for a moment, and reads no row. A transaction that has put the checks of one
 * off by `SET CONSTRAINTS`, and of which another has taken the name since, has not put off those of the other: so it has
 * to be over before they are made at once.
 */
export const foreignKeyDeferred: StateKind<ForeignKeyDeferred> = {
  describe: (wanted) => `when ${objectName(objectOf(wanted))} is checked`,
  isDoneBy: (_, wanted, sql) => sql === deferredSql(wanted),
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'rp' }),
  needs: objectOf,
  async check(client, wanted, { before }) {
    if (before.length === 0 && (await find(client, wanted))?.deferrable !== true) throw notDeferrable(wanted)
  },
  holds: async (client, wanted) => (await find(client, wanted))?.deferred === wanted.deferred,
  undo: async (_, wanted) => [deferredStep({ ...wanted, deferred: !wanted.deferred })],
  inNobodysWay: false,
  async run(runner, sql, { deferred }) {
    if (!deferred) await waitForEveryTransaction(runner, sql, Date.now() + runner.buildTimeoutMs)
    await runBriefly(runner, sql, sql, runner.holdTimeoutMs)
  },
}

export function deferredStep(wanted: Omit<ForeignKeyDeferred, 'kind'>): Step {
  const ensure: ForeignKeyDeferred = { ...wanted, kind: 'foreign-key-deferred' }
  const relation = quoteQualified(wanted.schema, wanted.table)
  return {
    sql: deferredSql(ensure),
    ensure,
    locks: [{ relation, mode: 'AccessExclusiveLock' }],
    transactional: true,
  }
}

function deferredSql({ schema, table, constraint, deferred }: ForeignKeyDeferred): string {
  const when = deferred ? 'deferred' : 'immediate'
  return `alter table ${quoteQualified(schema, table)} alter constraint ${quoteIdentifier(constraint)} deferrable initially ${when}`
}

function objectOf({ schema, table, constraint }: ForeignKeyDeferred) {
  return { type: 'table constraint' as const, names: [schema, table, constraint] }
}

function find(client: Client, { schema, table, constraint }: ForeignKeyDeferred) {
  return foreignKeyOf(client, quoteQualified(schema, table), constraint)
}

function notDeferrable(wanted: ForeignKeyDeferred): PgwrightError {
  return new PgwrightError(
    'usage',
    `${objectName(objectOf(wanted)).replace(/^t/, 'T')} is none whose checks can be put off.`,
    'Check that this is the database that the plan was made for.',
  )
}
