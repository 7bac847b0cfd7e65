import type { Snapshot } from '../model/index.ts'
import { availableMajor } from '../postgres/index.ts'
import { repairNormalised } from '../sql/index.ts'
import { comparePlans } from './compare-plans.ts'
import type { PlanNode } from './plan-node.ts'
import { startTwinServer } from './server.ts'
import { Twin } from './twin.ts'

/** How many statements a snapshot plans otherwise once it is redacted. */
export interface RedactionComparison {
  /** Statements that could be planned. */
  readonly plans: number
  /** Those whose tree is another. */
  readonly changed: number
  /** Those whose tree is the same and whose rows or costs are not. */
  readonly estimatesChanged: number
}

interface Statement {
  readonly sql: string
  readonly role: string | null
}

/** Plans statements on the twin of a snapshot and on that of its redacted form. */
export async function compareRedaction(
  plain: Snapshot,
  redacted: Snapshot,
  statements: readonly Statement[],
): Promise<RedactionComparison> {
  if (statements.length === 0) return { plans: 0, changed: 0, estimatesChanged: 0 }
  const { major } = await availableMajor(plain.server.major)
  const server = await startTwinServer(major)
  try {
    const before = await planAll(await Twin.open(plain, { server }), statements)
    const after = await planAll(await Twin.open(redacted, { server }), statements)
    const pairs = before.flatMap((plan, i): [PlanNode | null, PlanNode | null][] => [[plan, after[i] ?? null]])
    const planned = pairs.filter(([one, two]) => one !== null || two !== null)
    const compared = planned.map(([one, two]) => (one === null || two === null ? null : comparePlans(one, two)))
    return {
      plans: planned.length,
      changed: compared.filter((comparison) => comparison === null || !comparison.sameTree).length,
      estimatesChanged: compared.filter((comparison) => comparison?.sameTree && !comparison.identical).length,
    }
  } finally {
    await server.stop()
  }
}

/** Null for what can't be planned. Closes the twin. */
async function planAll(twin: Twin, statements: readonly Statement[]): Promise<(PlanNode | null)[]> {
  try {
    const plans: (PlanNode | null)[] = []
    for (const { sql, role } of statements)
      plans.push(await twin.explain(repairNormalised(sql), { role, settings: {} }).catch(() => null))
    return plans
  } finally {
    await twin.close()
  }
}
