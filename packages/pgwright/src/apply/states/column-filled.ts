import type { Client } from 'pg'
import { PgwrightError, type State } from '../../model/index.ts'
import { sqlState } from '../../postgres/index.ts'
import { objectName, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { fillSql } from '../type-change/agree-sql.ts'
import { fillInBatches } from '../type-change/fill.ts'
import { isFilled } from '../type-change/fill-position.ts'
import type { StateKind } from './state-kind.ts'

type ColumnFilled = Extract<State, { kind: 'column-filled' }>

/**
 * By batches that each lock a few pages' rows for a moment. A trigger must keep the column in step before it is filled:
 * then it does not matter to whom a row belonged at the time.
 */
export const columnFilled: StateKind<ColumnFilled> = {
  describe: (wanted) => `what was written to ${objectName(objectOf(wanted))}`,
  isDoneBy: (_, wanted, sql) => sql === fillSql(wanted),
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'r', childless: true }),
  needs: objectOf,
  check: async (client, { schema, table }) => {
    await firesOthers(client, schema, table)
  },
  holds: isFilled,
  // The column goes, and what was written with it.
  undo: async () => [],
  inNobodysWay: true,
  async run(runner, sql, wanted) {
    const quiet = await firesOthers(runner.control, wanted.schema, wanted.table)
    // As the trigger's function, for the same to come of it.
    const before = ['set local search_path = pg_catalog', ...(quiet ? [replicaRole] : [])]
    await fillInBatches(runner, wanted, (range) => [...before, `${sql} and ${range}`])
  },
  async explain(_, wanted, error) {
    // Data exceptions, and domains whose check says no.
    const state = sqlState(error) ?? ''
    return state.startsWith('22') || state === '23514' ? unfit(wanted, error) : error
  },
}

function objectOf({ schema, table, column }: ColumnFilled) {
  return { type: 'table column' as const, names: [schema, table, column] }
}

const replicaRole = 'set local session_replication_role = replica'

/**
 * Whether the application's own triggers would fire for every row that is filled, which sets times of change anew, say;
 * none where there is no row, as on an empty copy.
 *
 * @throws PgwrightError `permission` where the role may not tell them not to
 */
async function firesOthers(client: Client, schema: string, table: string): Promise<boolean> {
  const { rows } = await client.query<{ name: string }>(
    `select tgname as name from pg_catalog.pg_trigger
     where tgrelid = pg_catalog.to_regclass($1) and not tgisinternal and tgenabled = 'O' and tgtype & 16 <> 0
       and tgattr = '' and tgname not like '~pgwright\\_%' and pg_catalog.pg_relation_size(tgrelid) > 0 limit 1`,
    [quoteQualified(schema, table)],
  )
  const [trigger] = rows
  if (trigger === undefined) return false
  try {
    await client.query(`begin; ${replicaRole}`)
  } catch (cause) {
    throw new PgwrightError(
      'permission',
      `The trigger ${quoteIdentifier(trigger.name)} would fire for every row that is filled, and the role may not keep it from that.`,
      'Have a superuser run: grant set on parameter session_replication_role to the role (PostgreSQL 15 and later); or connect as a superuser.',
      { cause },
    )
  } finally {
    await client.query('rollback').catch(() => {})
  }
  return true
}

function unfit({ schema, table, castTo }: ColumnFilled, cause: unknown): PgwrightError {
  return new PgwrightError(
    'server',
    `A row of ${quoteQualified(schema, table)} has a value that ${castTo} can't hold.`,
    'Find it with the expression that makes the new value, put it right, and apply the plan again.',
    { cause },
  )
}
