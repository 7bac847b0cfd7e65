import type { Client } from 'pg'
import { PgwrightError, type State } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { readAlterTable } from './alter-table.ts'
import { areOptions, chosen, isAlike, optionCommands, optionsOf, readOptionList } from './option-list.ts'
import type { StateKind } from './state-kind.ts'

type OptionsSet = Extract<State, { kind: 'options-set' }>

/** Storage and autovacuum parameters. Most of them take SHARE UPDATE EXCLUSIVE, and none of them reads a row. */
export const optionsSet: StateKind<OptionsSet> = {
  describe: ({ schema, relation }) => `the options of ${quoteQualified(schema, relation)}`,
  isDoneBy(statement, { schema, relation, options }) {
    const alter = readAlterTable(statement, schema, relation)
    if (alter === null || alter.of === null) return false
    const read = alter.commands.map(({ subtype, def }) => {
      const isReset = subtype === 'AT_ResetRelOptions'
      return isReset || subtype === 'AT_SetRelOptions' ? readOptionList(def, isReset) : null
    })
    return read.every((list) => list !== null) && areOptions(read.flat(), options)
  },
  relation: ({ schema, relation }) => ({ schema, name: relation, kinds: 'rimv' }),
  needs: () => null,
  async check(client, wanted) {
    if (!Object.keys(wanted.options).some((name) => name.startsWith('toast.'))) return
    const found = await find(client, wanted)
    if (found === undefined || found.toasted) return
    throw new PgwrightError(
      'usage',
      `${quoteQualified(wanted.schema, wanted.relation)} has no TOAST table that could be given options.`,
      'Take them out of the change.',
    )
  },
  async holds(client, wanted) {
    const found = await find(client, wanted)
    return found !== undefined && isAlike(wanted.options, chosen(found.options, wanted.options))
  },
  async undo(client, wanted) {
    const found = await find(client, wanted)
    if (found === undefined) return []
    const relation = quoteQualified(wanted.schema, wanted.relation)
    const options = chosen(found.options, wanted.options)
    return [
      {
        sql: `alter ${keywords[found.kind] ?? 'table'} ${relation} ${optionCommands(options).join(', ')}`,
        ensure: { ...wanted, options },
        locks: [{ relation, mode: 'ShareUpdateExclusiveLock' }],
        transactional: true,
      },
    ]
  },
  inNobodysWay: false,
}

const keywords: Readonly<Record<string, string>> = { i: 'index', m: 'materialized view', v: 'view' }

interface Found {
  readonly kind: string
  readonly options: ReadonlyMap<string, string>
  readonly toasted: boolean
}

async function find(client: Client, { schema, relation }: OptionsSet): Promise<Found | undefined> {
  const { rows } = await client.query<{ kind: string; own: string[] | null; toast: string[] | null; toasted: boolean }>(
    `select c.relkind as kind, c.reloptions as own, t.reloptions as toast, t.oid is not null as toasted
     from pg_catalog.pg_class c left join pg_catalog.pg_class t on t.oid = c.reltoastrelid
     where c.oid = pg_catalog.to_regclass($1)`,
    [quoteQualified(schema, relation)],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const { kind, own, toast, toasted } = row
  return { kind, toasted, options: new Map([...optionsOf(own), ...optionsOf(toast, 'toast.')]) }
}
