import { PgwrightError, type Relation, type Statement } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { openWhatIf, type Twin } from '../../twin/index.ts'
import type { CostedStatement, InPlace } from '../in-place.ts'
import { refusedAsNull } from '../refused.ts'
import { withFixedTimes } from './fixed-times.ts'
import { type RangeKey, rangedColumns } from './range-key.ts'

/** A statement that reads a table, without and with its partitions; costs are a call's. */
export interface PartitionedCost {
  readonly statement: Statement
  /** It asks for a range of the column that the table is cut by. */
  readonly ranged: boolean
  /** What it is planned with was drawn from statistics. */
  readonly drawn: boolean
  readonly weight: number
  readonly before: number
  readonly after: number
}

/**
 * Costs of all statements that read a table, once it is cut into partitions, by a twin of the table in that form. The
 * advised indexes are there on both sides.
 *
 * @returns null where there can be no such twin, or a statement is refused there (`on conflict` with a key that is lost)
 */
export async function partitionedCosts(inPlace: InPlace, key: RangeKey): Promise<PartitionedCost[] | null> {
  try {
    const { schema, name } = key.relation
    const by = { method: 'range', every: key.length.every } as const
    const whatIf = { kind: 'partition', table: quoteQualified(schema, name), column: key.column, by } as const
    const { twin } = await openWhatIf(inPlace.twin, [whatIf])
    try {
      return await costsOn(twin, inPlace, key)
    } finally {
      await twin.close()
    }
  } catch (error) {
    if (error instanceof PgwrightError && (error.code === 'usage' || error.code === 'unsupported')) return null
    return refusedAsNull(error)
  }
}

async function costsOn(
  twin: Twin,
  { chosen, sampled, statements }: InPlace,
  { relation, column }: RangeKey,
): Promise<PartitionedCost[] | null> {
  const specs = chosen.map(({ spec }) => spec)
  const added = await twin.addIndexes(specs, sampled)
  if (added.length < specs.length) return null
  await twin.show(added, true)
  const found = new Map<Statement, PartitionedCost>()
  for (const { planned, cost } of statements.filter((one) => reads(one, relation))) {
    const ranged = rangedColumns(planned, relation).has(column)
    const sql = ranged ? await withFixedTimes(twin, planned) : planned.sql
    const plan = await twin.explain(sql, planned.context)
    const { statement, weight, drawn } = planned
    const known = found.get(statement) ?? { statement, ranged, drawn, weight: 0, before: 0, after: 0 }
    const total = known.weight + weight
    const mean = (one: number, other: number) => (total === 0 ? 0 : (known.weight * one + weight * other) / total)
    const [before, after] = [mean(known.before, cost), mean(known.after, plan['Total Cost'])]
    found.set(statement, { ...known, weight: total, before, after })
  }
  return [...found.values()]
}

function reads({ planned }: CostedStatement, { schema, name }: Relation): boolean {
  return planned.accesses.some(({ table }) => table.schema === schema && table.name === name)
}
