import type { StatementSample } from '../model/index.ts'
import { repairNormalised } from '../sql/index.ts'
import { PlanTrees, planWithParameters, type Twin } from '../twin/index.ts'
import type { PlannedStatement } from './planned-statement.ts'

/** Statements that are planned with several sets of values: those that together make up this share of the cost, … */
const variedShare = 0.9
/** … at most so many, since each set is a plan. */
const mostVaried = 40
/** Ways of one statement that are told apart, and samples of it that are looked at. */
const mostVariants = 3
const mostSamples = 6
/** Costs of one way of going about it that are further apart than this are told apart. */
const costlier = 2

/**
 * Takes statements apart by what they are asked for: a common value can want another plan than a rare one, and so
 * another index. From the values of real calls where the workload has them, else drawn from the statistics of columns.
 */
export async function varied(twin: Twin, statements: readonly PlannedStatement[]): Promise<PlannedStatement[]> {
  const heavy = heaviest(statements)
  const found: PlannedStatement[] = []
  for (const planned of statements) found.push(...(heavy.has(planned) ? await variantsOf(twin, planned) : [planned]))
  return found
}

function heaviest(statements: readonly PlannedStatement[]): Set<PlannedStatement> {
  const cost = ({ weight, plan }: PlannedStatement) => weight * plan['Total Cost']
  const total = statements.reduce((sum, planned) => sum + cost(planned), 0)
  const heavy = new Set<PlannedStatement>()
  let sum = 0
  for (const planned of [...statements].sort((a, b) => cost(b) - cost(a)).slice(0, mostVaried)) {
    if (sum >= total * variedShare) break
    sum += cost(planned)
    heavy.add(planned)
  }
  return heavy
}

/** One way in which a statement is planned, and how often it is. */
type Variant = Pick<PlannedStatement, 'sql' | 'context' | 'plan'> & { readonly tree: string; readonly weight: number }

async function variantsOf(twin: Twin, planned: PlannedStatement): Promise<PlannedStatement[]> {
  const { samples = [] } = planned.statement
  const given = samples.length > 1
  const ways = given ? await sampled(twin, planned, samples) : await drawn(twin, planned)
  const kept = together(ways).slice(0, mostVariants)
  const total = kept.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return [planned]
  return kept.map(({ sql, context, plan, weight }) => {
    const share = weight / total
    return { ...planned, sql, context, plan, share, weight: planned.weight * share, drawn: planned.drawn && !given }
  })
}

async function sampled(twin: Twin, { context }: PlannedStatement, samples: readonly StatementSample[]) {
  const trees = new PlanTrees(twin.snapshot)
  const ways: Variant[] = []
  for (const { sql, calls } of [...samples].sort((a, b) => b.calls - a.calls).slice(0, mostSamples)) {
    try {
      const plan = await twin.explain(sql, context)
      ways.push({ sql, context, plan, tree: trees.of(plan), weight: calls })
    } catch {
      // A value that the twin refuses (of an enumeration that has grown) says nothing of the others.
    }
  }
  return ways
}

async function drawn(twin: Twin, { statement, sql, context, generic }: PlannedStatement): Promise<readonly Variant[]> {
  const repaired = repairNormalised(statement.sql)
  if (sql === repaired && Object.keys(context.settings).length === 0) return []
  const { sets } = await planWithParameters(twin, repaired, { role: context.role, settings: {} }, generic)
  return sets
}

/** Ways that are planned alike and cost about the same are one: the most frequent of them stands for the others. */
function together(ways: readonly Variant[]): Variant[] {
  const kept: Variant[] = []
  for (const way of [...ways].sort((a, b) => b.weight - a.weight)) {
    const like = kept.findIndex(({ tree, plan }) => tree === way.tree && isNear(plan, way.plan))
    const found = kept[like]
    if (found === undefined) kept.push(way)
    else kept[like] = { ...found, weight: found.weight + way.weight }
  }
  return kept.sort((a, b) => b.weight - a.weight)
}

function isNear(one: Variant['plan'], other: Variant['plan']): boolean {
  const ratio = (one['Total Cost'] + 1) / (other['Total Cost'] + 1)
  return ratio <= costlier && ratio >= 1 / costlier
}
