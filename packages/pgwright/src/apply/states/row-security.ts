import type { Client } from 'pg'
import { PgwrightError, type State } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { readAlterTable } from './alter-table.ts'
import type { StateKind } from './state-kind.ts'

type RowSecurity = Extract<State, { kind: 'row-security' }>

export const rowSecurity: StateKind<RowSecurity> = {
  describe: ({ schema, table }) => `the row security of ${quoteQualified(schema, table)}`,
  isDoneBy(statement, { schema, table, enabled, forced }) {
    const alter = readAlterTable(statement, schema, table)
    if (alter?.of !== 'table') return false
    const wanted = [
      enabled ? 'AT_EnableRowSecurity' : 'AT_DisableRowSecurity',
      forced ? 'AT_ForceRowSecurity' : 'AT_NoForceRowSecurity',
    ]
    return alter.commands.length === 2 && wanted.every((one) => alter.commands.some(({ subtype }) => subtype === one))
  },
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'rp' }),
  needs: () => null,
  async check(client, { schema, table, enabled }, { before }) {
    const willHave = before.some(
      ({ ensure }) =>
        ensure.kind === 'object-present' &&
        ensure.type === 'policy' &&
        ensure.names[0] === schema &&
        ensure.names[1] === table,
    )
    if (!enabled || willHave) return
    const { rows } = await client.query(
      'select from pg_catalog.pg_policy where polrelid = pg_catalog.to_regclass($1) limit 1',
      [quoteQualified(schema, table)],
    )
    if (rows.length > 0) return
    throw new PgwrightError(
      'unsupported',
      `${quoteQualified(schema, table)} has no policy, so that with row security nobody but its owner would see a row.`,
      'Have the plan make its policies first.',
    )
  },
  async holds(client, wanted) {
    const found = await find(client, wanted)
    return found?.enabled === wanted.enabled && found.forced === wanted.forced
  },
  async undo(client, wanted) {
    const found = await find(client, wanted)
    if (found === undefined) return []
    const { enabled, forced } = found
    const relation = quoteQualified(wanted.schema, wanted.table)
    const [on, force] = [enabled ? 'enable' : 'disable', forced ? 'force' : 'no force']
    return [
      {
        sql: `alter table ${relation} ${on} row level security, ${force} row level security`,
        ensure: { ...wanted, enabled, forced },
        locks: [{ relation, mode: 'AccessExclusiveLock' }],
        transactional: true,
      },
    ]
  },
  inNobodysWay: false,
}

async function find(client: Client, { schema, table }: RowSecurity) {
  const { rows } = await client.query<Pick<RowSecurity, 'enabled' | 'forced'>>(
    `select relrowsecurity as enabled, relforcerowsecurity as forced from pg_catalog.pg_class
     where oid = pg_catalog.to_regclass($1)`,
    [quoteQualified(schema, table)],
  )
  return rows[0]
}
