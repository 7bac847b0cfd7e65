import type { ObjectName, Relation, Snapshot } from '../../model/index.ts'
import { ownMark, parameterNumbers, quoteIdentifier, quoteLiteral, quoteQualified, textRoles } from '../../sql/index.ts'
import { type ParameterUse, type PlanNode, parameterUses, typicalByUse } from '../../twin/index.ts'
import { standIns } from './coalesced-column.ts'

/** Pages of a larger table that values are drawn from. */
const sampledPages = 50
const rowsOfTable = 5
/** What `tablesample` takes. */
const sampled: ReadonlySet<Relation['kind']> = new Set(['table', 'matview', 'partitioned'])

/**
 * A query whose rows are values for a statement's parameters, and for the settings that policies read, taken from the
 * columns that they are compared with: so that the plan holds none. Null where it is not known for one of them what it
 * is compared with.
 *
 * @param plan the statement's generic plan
 */
export function formValues(snapshot: Snapshot, sql: string, plan: PlanNode): string | null {
  const uses = parameterUses(plan)
  const counts = new Map(textRoles(sql).map(({ number, use }) => [number, quoteLiteral(typicalByUse[use])]))
  const drawn = new Map(uses.map((use) => [use.parameter, use]))
  const alike = standIns(sql)
  const numbers = parameterNumbers(sql)
  const aliases = new Map<string, string>()
  const columns: string[] = []
  for (let number = 1; number <= (numbers.at(-1) ?? 0); number++) {
    const use = drawn.get(number) ?? drawn.get(alike.get(number) ?? 0)
    const value = counts.get(number) ?? (use === undefined ? null : drawnValue(use, aliases))
    if (value === null && numbers.includes(number)) return null
    columns.push(`${value ?? 'null'} as "${number}"`)
  }
  for (const use of uses) {
    if (typeof use.parameter === 'number') continue
    const value = drawnValue(use, aliases)
    if (value === null) return null
    columns.push(`${value} as ${quoteIdentifier(use.parameter)}`)
  }
  if (columns.length === 0) return 'select'
  const tables = tablesOf(uses, aliases).map(({ table, alias, columns: read }) => {
    const relation = snapshot.relations.find(({ schema, name }) => schema === table.schema && name === table.name)
    return relation === undefined || !sampled.has(relation.kind) ? null : `${rowsSql(relation, read)} as ${alias}`
  })
  if (tables.includes(null)) return null
  return `select ${columns.join(', ')}${tables.length === 0 ? '' : ` from ${tables.join(', ')}`}`
}

/** A value of the column does for both ends of a range; of patterns and parts of values it tells nothing. */
function drawnValue({ question, alias, column }: ParameterUse, aliases: Map<string, string>): string | null {
  const known = aliases.get(alias) ?? `t${aliases.size + 1}`
  aliases.set(alias, known)
  const value = `${known}.${quoteIdentifier(column)}`
  if (question === 'list') return `array[${value}]`
  return question === 'equal' || question === 'above' || question === 'below' ? value : null
}

function tablesOf(uses: readonly ParameterUse[], aliases: ReadonlyMap<string, string>) {
  return [...aliases].map(([own, alias]) => {
    const ofTable = uses.filter((use) => use.alias === own)
    const table: ObjectName = ofTable[0]?.table ?? { schema: '', name: '' }
    return { table, alias, columns: [...new Set(ofTable.map(({ column }) => column))] }
  })
}

/** A few rows that have the values, from anywhere in the table and the same ones each time. */
function rowsSql({ schema, name, kind, size }: Relation, columns: readonly string[]): string {
  const stored = kind === 'table' || kind === 'matview'
  const share = stored ? Math.min(100, (100 * sampledPages) / Math.max(1, size.blocks)) : 1
  const sample = stored && share === 100 ? '' : ` tablesample system (${share}) repeatable (1)`
  const there = columns.map((column) => `${quoteIdentifier(column)} is not null`).join(' and ')
  return `(select ${ownMark} * from ${quoteQualified(schema, name)}${sample} where ${there} order by md5(ctid::text) limit ${rowsOfTable})`
}
