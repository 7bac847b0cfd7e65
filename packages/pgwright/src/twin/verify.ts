import type { ClientBase } from 'pg'
import type { VerifyResult } from '../model/index.ts'
import { inSavepoint } from '../observe/index.ts'
import { toPgwrightError } from '../postgres/index.ts'
import { comparePlans } from './compare-plans.ts'
import { explainPlan } from './explain.ts'
import type { PlanNode } from './plan-node.ts'
import type { PlanningContext, Twin } from './twin.ts'

export interface NamedQuery {
  readonly name: string
  readonly sql: string
}

type VerifiedQuery = VerifyResult['queries'][number]

/** A plan, or why there is none. */
type Planned = { readonly plan: PlanNode } | { readonly failure: string }

/** Plans queries on a source, each in a savepoint of the transaction that the client is in. Nothing is executed. */
export async function planOnSource(
  client: ClientBase,
  major: number,
  queries: readonly NamedQuery[],
): Promise<Planned[]> {
  const planned: Planned[] = []
  for (const { sql } of queries)
    planned.push(
      await attempt(() => inSavepoint(client, () => explainPlan(client, major, sql)), 'planning it on the source'),
    )
  return planned
}

/** Plans the same queries on the twin and compares. */
export async function verifyPlans(
  twin: Twin,
  context: PlanningContext,
  queries: readonly NamedQuery[],
  onSource: readonly Planned[],
): Promise<VerifiedQuery[]> {
  const verified: VerifiedQuery[] = []
  for (const [i, { name, sql }] of queries.entries()) {
    const source = onSource[i]
    if (source === undefined) continue
    const planned = await attempt(() => twin.explain(sql, context), 'planning it on the twin')
    verified.push({ name, ...verdict(source, planned) })
  }
  return verified
}

function verdict(source: Planned, twin: Planned): Omit<VerifiedQuery, 'name'> {
  const sourceCost = 'plan' in source ? source.plan['Total Cost'] : null
  const twinCost = 'plan' in twin ? twin.plan['Total Cost'] : null
  if ('plan' in source && 'plan' in twin) {
    const { difference, ...comparison } = comparePlans(source.plan, twin.plan)
    return { ...comparison, sourceCost, twinCost, ...(difference === null ? {} : { difference }) }
  }
  const difference = 'failure' in source ? source.failure : 'failure' in twin ? twin.failure : ''
  return { identical: false, sameTree: false, costRatio: null, sourceCost, twinCost, difference }
}

/** The server's own words can quote a literal; the mapper knows when. */
async function attempt(plan: () => Promise<PlanNode>, doing: string): Promise<Planned> {
  try {
    return { plan: await plan() }
  } catch (error) {
    return { failure: toPgwrightError(error, doing).message }
  }
}
