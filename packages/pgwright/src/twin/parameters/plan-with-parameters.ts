import { toPgwrightError } from '../../postgres/index.ts'
import { fillParameters, parameterNumbers, quoteLiteral, repairNormalised, textRoles } from '../../sql/index.ts'
import type { PlanNode } from '../plan-node.ts'
import { findsNothing, withoutValues } from '../plan-shape.ts'
import { PlanTrees } from '../plan-trees.ts'
import type { PlanningContext, Twin } from '../twin.ts'
import { ColumnValues } from './column-values.ts'
import { type ParameterFrequency, type ValueSet, valueSets } from './parameter-sets.ts'
import { parameterUses } from './parameter-uses.ts'
import { typicalByUse } from './typical.ts'

/** A plan for any parameters, and the settings that stand for none in particular and that it took to make it. */
export interface GenericPlan {
  readonly plan: PlanNode
  readonly settings: Readonly<Record<string, string>>
}

/** The plan for one set of values. */
export interface PlannedSet {
  readonly label: string
  readonly weight: number
  readonly frequencies: readonly ParameterFrequency[]
  readonly cost: number
  /** The plan without values. */
  readonly shape: PlanNode
  /** Equal for plans that go the same way. */
  readonly tree: string
  /** With the values in its conditions: to be looked at and neither shown nor kept. */
  readonly plan: PlanNode
  /** The statement with the values in it, to be planned again: as the plan, neither shown nor kept. */
  readonly sql: string
  readonly context: PlanningContext
}

/** A statement planned for any values and for certain ones. Estimates: how often which are asked for nobody knows. */
export interface PlansByParameters {
  readonly generic: PlanNode
  readonly sets: readonly PlannedSet[]
  /** Sets that PostgreSQL refused, and why, without the values. */
  readonly skipped: readonly { readonly label: string; readonly reason: string }[]
  /** Parameters for which no column's statistics tell values: every set leaves them open. */
  readonly open: readonly number[]
  /** Whether the plan depends on the values. Those that find nothing, as a null does, are not counted. */
  readonly flips: boolean
  /** Total cost over the sets by their weight; the generic plan's where there are none. */
  readonly averageCost: number
}

/**
 * Plans a statement generically and with sets of values drawn from column statistics.
 *
 * @param context its settings are given ones, for which none are drawn
 * @param known the generic plan where it is there already; drawn settings take the place of its own
 * @throws the server's error where it can't be planned at all
 */
export async function planWithParameters(
  twin: Twin,
  sql: string,
  context: PlanningContext,
  known?: GenericPlan,
): Promise<PlansByParameters> {
  const repaired = repairNormalised(sql)
  const generic = known?.plan ?? (await twin.explain(repaired, context))
  const undrawn = { ...context, settings: { ...known?.settings, ...context.settings } }
  const given = new Set(Object.keys(context.settings))
  const uses = parameterUses(generic).filter(({ parameter }) => typeof parameter === 'number' || !given.has(parameter))
  const trees = new PlanTrees(twin.snapshot)
  const usual = new Map(textRoles(repaired).map(({ number, use }) => [number, quoteLiteral(typicalByUse[use])]))
  const sets: PlannedSet[] = []
  const skipped: { label: string; reason: string }[] = []
  const drawn = valueSets(uses, new ColumnValues(twin.snapshot))
  for (const set of drawn) {
    try {
      const asked = { sql: filled(repaired, set, usual), context: withSettings(undrawn, set) }
      const plan = await twin.explain(asked.sql, asked.context)
      sets.push({ ...plannedSet(set, plan), ...asked, tree: trees.of(plan) })
    } catch (error) {
      // The server's own words can quote the value; the mapper knows when.
      skipped.push({ label: set.label, reason: toPgwrightError(error, 'planning it').message })
    }
  }
  const filledIn = new Set([...usual.keys(), ...(drawn[0]?.values.keys() ?? [])])
  const open = parameterNumbers(repaired).filter((number) => !filledIn.has(number))
  const ways = new Set(sets.filter(({ plan }) => !findsNothing(plan)).map(({ tree }) => tree))
  if (!findsNothing(generic)) ways.add(trees.of(generic))
  return { generic, sets, skipped, open, flips: sets.length > 0 && ways.size > 1, averageCost: average(sets, generic) }
}

function plannedSet(
  { label, weight, frequencies }: ValueSet,
  plan: PlanNode,
): Omit<PlannedSet, 'tree' | 'sql' | 'context'> {
  return { label, weight, frequencies, cost: plan['Total Cost'], shape: withoutValues(plan), plan }
}

function filled(sql: string, { values }: ValueSet, usual: ReadonlyMap<number, string>): string {
  const literals = new Map(usual)
  for (const [parameter, value] of values) {
    if (typeof parameter === 'number') literals.set(parameter, value === null ? 'null' : quoteLiteral(value))
  }
  return fillParameters(sql, literals)
}

function withSettings({ role, settings }: PlanningContext, { values }: ValueSet): PlanningContext {
  const drawn = [...values].filter(([parameter]) => typeof parameter === 'string')
  return { role, settings: { ...settings, ...Object.fromEntries(drawn.map(([name, value]) => [name, value ?? ''])) } }
}

function average(sets: readonly PlannedSet[], generic: PlanNode): number {
  const total = sets.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return generic['Total Cost']
  return sets.reduce((sum, { weight, cost }) => sum + weight * cost, 0) / total
}
