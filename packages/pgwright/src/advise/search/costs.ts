import type { PlannedStatement } from '../planned-statement.ts'
import type { Bits } from './bits.ts'
import { StatementPlans } from './statement-plans.ts'
import type { WhatIf } from './what-if.ts'

/** What statements cost under sets of candidates, to the last digit: the planner is asked where it is not known. */
export class Costs {
  readonly #whatIf: WhatIf
  readonly #plans: Map<PlannedStatement, StatementPlans>

  /** @param plans what is known of each statement */
  constructor(whatIf: WhatIf, plans: ReadonlyMap<PlannedStatement, StatementPlans>) {
    this.#whatIf = whatIf
    this.#plans = new Map(plans)
  }

  async of(statement: PlannedStatement, set: Bits): Promise<number> {
    const plans = this.#plans.get(statement) ?? this.forget(statement)
    if (plans.settled(set) === undefined) await this.#whatIf.plan(statement, plans, set)
    return plans.settled(set)?.cost ?? Number.NaN
  }

  async ofAll(statements: readonly PlannedStatement[], set: Bits): Promise<number[]> {
    const costs: number[] = []
    for (const statement of statements) costs.push(await this.of(statement, set))
    return costs
  }

  /** Of a statement whose tables' own indexes were shown or hidden, what was known is no longer so. */
  forget(statement: PlannedStatement): StatementPlans {
    const plans = new StatementPlans(statement.weight, this.#whatIf.relevantTo(statement))
    this.#plans.set(statement, plans)
    return plans
  }
}
