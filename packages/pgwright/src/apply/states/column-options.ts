import type { Client } from 'pg'
import type { State } from '../../model/index.ts'
import { objectName, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { readAlterTable } from './alter-table.ts'
import { areOptions, chosen, isAlike, type Options, optionCommands, optionsOf, readOptionList } from './option-list.ts'
import type { StateKind } from './state-kind.ts'

type ColumnOptions = Extract<State, { kind: 'column-options' }>
type Command = NonNullable<ReturnType<typeof readAlterTable>>['commands'][number]

/** None of them touches a row that is there: storage and compression are those of rows to come. */
export const columnOptions: StateKind<ColumnOptions> = {
  describe: (wanted) => `the options of ${objectName(objectOf(wanted)).replace(/^the /, '')}`,
  isDoneBy(statement, { schema, table, column, options }) {
    const alter = readAlterTable(statement, schema, table)
    if (alter === null || (alter.of !== 'table' && alter.of !== 'materialized view')) return false
    const read = alter.commands.map((command) => (command.name === column ? readCommand(command) : null))
    return read.every((list) => list !== null) && areOptions(read.flat(), options)
  },
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'rm', childless: true }),
  needs: objectOf,
  async holds(client, wanted) {
    const found = await find(client, wanted)
    return found !== undefined && isAlike(wanted.options, chosen(found.options, wanted.options))
  },
  async undo(client, wanted) {
    const found = await find(client, wanted)
    if (found === undefined) return []
    const relation = quoteQualified(wanted.schema, wanted.table)
    const options = chosen(found.options, wanted.options)
    const keyword = found.kind === 'm' ? 'materialized view' : 'table'
    return [
      {
        sql: `alter ${keyword} ${relation} ${commands(wanted.column, options).join(', ')}`,
        ensure: { ...wanted, options },
        locks: [{ relation, mode: 'AccessExclusiveLock' }],
        transactional: true,
      },
    ]
  },
  inNobodysWay: false,
}

function objectOf({ schema, table, column }: ColumnOptions) {
  return { type: 'table column' as const, names: [schema, table, column] }
}

function readCommand({ subtype, def }: Command): [string, string | null][] | null {
  if (subtype === 'AT_SetOptions' || subtype === 'AT_ResetOptions') {
    return readOptionList(def, subtype === 'AT_ResetOptions')
  }
  if (def === undefined) return null
  if (subtype === 'AT_SetStatistics' && 'Integer' in def) {
    const target = def.Integer.ival ?? 0
    return [['statistics', target === -1 ? null : String(target)]]
  }
  const word = 'String' in def ? (def.String.sval ?? '').toLowerCase() : ''
  if (subtype === 'AT_SetStorage') return word === 'default' ? null : [['storage', word]]
  return subtype === 'AT_SetCompression' ? [['compression', word === 'default' ? null : word]] : null
}

function commands(column: string, { statistics, storage, compression, ...others }: Options): string[] {
  const alter = `alter column ${quoteIdentifier(column)} `
  const set: string[] = []
  if (statistics !== undefined) set.push(`${alter}set statistics ${statistics ?? -1}`)
  if (storage !== undefined) set.push(`${alter}set storage ${storage}`)
  if (compression !== undefined) set.push(`${alter}set compression ${compression ?? 'default'}`)
  return [...set, ...optionCommands(others, alter)]
}

interface Found {
  readonly kind: string
  readonly options: ReadonlyMap<string, string>
}

async function find(client: Client, { schema, table, column }: ColumnOptions): Promise<Found | undefined> {
  // Of a column without a target of its own, attstattarget is -1 before 17, and null since.
  const { rows } = await client.query<{ kind: string; own: string[] }>(
    `select c.relkind as kind, array_remove(array[
         'statistics=' || nullif(a.attstattarget, -1),
         'storage=' || case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end,
         'compression=' || case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end], null)
         || coalesce(a.attoptions, '{}') as own
     from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
     where c.oid = pg_catalog.to_regclass($1) and a.attname = $2 and not a.attisdropped`,
    [quoteQualified(schema, table), column],
  )
  const [row] = rows
  return row === undefined ? undefined : { kind: row.kind, options: new Map(optionsOf(row.own)) }
}
