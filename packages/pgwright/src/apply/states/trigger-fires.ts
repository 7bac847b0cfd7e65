import type { Client } from 'pg'
import type { State } from '../../model/index.ts'
import { objectName, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { isTableCommand } from './alter-table.ts'
import type { StateKind } from './state-kind.ts'

type TriggerFires = Extract<State, { kind: 'trigger-fires' }>
type On = TriggerFires['on']

/** How `ALTER TABLE` says it, and how the parser and `pg_trigger.tgenabled` have it. */
const forms: { readonly [Kind in On]: { readonly command: string; readonly subtype: string; readonly code: string } } =
  {
    origin: { command: 'enable', subtype: 'AT_EnableTrig', code: 'O' },
    always: { command: 'enable always', subtype: 'AT_EnableAlwaysTrig', code: 'A' },
    replica: { command: 'enable replica', subtype: 'AT_EnableReplicaTrig', code: 'R' },
    never: { command: 'disable', subtype: 'AT_DisableTrig', code: 'D' },
  }

export const triggerFires: StateKind<TriggerFires> = {
  describe: (wanted) => `when ${objectName(objectOf(wanted))} fires`,
  isDoneBy: (statement, wanted) => isTableCommand(statement, wanted, forms[wanted.on].subtype, wanted.trigger),
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'r', childless: true }),
  needs: objectOf,
  holds: async (client, wanted) => (await find(client, wanted)) === wanted.on,
  async undo(client, wanted) {
    const on = await find(client, wanted)
    return on === undefined ? [] : [triggerFiresStep({ ...wanted, on })]
  },
  inNobodysWay: false,
}

export function triggerFiresStep({ schema, table, trigger, on }: Omit<TriggerFires, 'kind'>) {
  const relation = quoteQualified(schema, table)
  return {
    sql: `alter table ${relation} ${forms[on].command} trigger ${quoteIdentifier(trigger)}`,
    ensure: { kind: 'trigger-fires' as const, schema, table, trigger, on },
    locks: [{ relation, mode: 'ShareRowExclusiveLock' }],
    transactional: true,
  }
}

function objectOf({ schema, table, trigger }: TriggerFires) {
  return { type: 'trigger' as const, names: [schema, table, trigger] }
}

async function find(client: Client, { schema, table, trigger }: TriggerFires): Promise<On | undefined> {
  const { rows } = await client.query<{ code: string }>(
    `select tgenabled as code from pg_catalog.pg_trigger
     where tgrelid = pg_catalog.to_regclass($1) and tgname = $2 and not tgisinternal`,
    [quoteQualified(schema, table), trigger],
  )
  return (Object.keys(forms) as On[]).find((on) => forms[on].code === rows[0]?.code)
}
