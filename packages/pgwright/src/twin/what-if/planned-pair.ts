import type { Snapshot } from '../../model/index.ts'
import { toPgwrightError } from '../../postgres/index.ts'
import { repairNormalised } from '../../sql/index.ts'
import { type PlansByParameters, planWithParameters } from '../parameters/plan-with-parameters.ts'
import { TypicalValues } from '../parameters/typical.ts'
import type { PlanNode } from '../plan-node.ts'
import { PlanTrees } from '../plan-trees.ts'
import type { Twin } from '../twin.ts'
import type { Scenario } from './scenario.ts'

/** One query, or one of a workload: a `Statement` of a snapshot is one. */
export interface WhatIfStatement {
  readonly sql: string
  /** Null where it is not known, or does not matter: planned as one who sees every row. */
  readonly role: string | null
  /** Its weight in the sums. */
  readonly calls: number
}

/** A statement's plans without and with the what-ifs. */
export interface PlannedPair<S extends WhatIfStatement> {
  readonly statement: S
  readonly before: PlanNode
  readonly after: PlanNode
  readonly costBefore: number
  readonly costAfter: number
  /** The plan is another, and not only cheaper or dearer. */
  readonly flips: boolean
  /** How each side's plan depends on the values of `$n`; null for a statement without. */
  readonly parameters: { readonly before: PlansByParameters; readonly after: PlansByParameters } | null
}

/** A statement that one of the sides can't plan, and why. */
export interface Unplanned<S extends WhatIfStatement> {
  readonly statement: S
  readonly side: 'before' | 'after'
  readonly reason: string
}

/** Plans statements on both sides, `$n` filled with values that are typical of each side's statistics. */
export class PairPlanner {
  readonly #before: Twin
  readonly #after: Twin
  readonly #scenario: Scenario
  /** Of the source: a table that a what-if has partitioned is read in another way than before. */
  readonly #trees: PlanTrees
  readonly #typicalBefore: TypicalValues
  readonly #typicalAfter: TypicalValues
  /** For settings that only policies of the after side ask for. */
  readonly #typicalScenario: TypicalValues

  constructor(before: Twin, after: Twin, snapshot: Snapshot, scenario: Scenario) {
    this.#before = before
    this.#after = after
    this.#scenario = scenario
    this.#trees = new PlanTrees(snapshot)
    this.#typicalBefore = new TypicalValues(snapshot)
    this.#typicalAfter = new TypicalValues(scenario.values)
    this.#typicalScenario = new TypicalValues(scenario.snapshot)
  }

  async plan<S extends WhatIfStatement>(statement: S): Promise<PlannedPair<S> | Unplanned<S>> {
    const sql = repairNormalised(statement.sql)
    let side: Unplanned<S>['side'] = 'before'
    try {
      const generic = await this.#before.explain(sql, { role: statement.role, settings: {} })
      const before = await this.#before.explain(this.#typicalBefore.fill(sql, generic), {
        role: statement.role,
        settings: this.#typicalBefore.settings(generic),
      })
      side = 'after'
      const after = await this.#planAfter(statement, sql, generic)
      const [costBefore, costAfter] = [before['Total Cost'], after['Total Cost']]
      const flips = this.#trees.of(before) !== this.#trees.of(after)
      const parameters = await this.#withParameters(statement)
      return { statement, before, after, costBefore, costAfter, flips, parameters }
    } catch (error) {
      return { statement, side, reason: toPgwrightError(error, 'planning it').message }
    }
  }

  async #withParameters({ sql, role }: WhatIfStatement): Promise<PlannedPair<WhatIfStatement>['parameters']> {
    if (!/\$\d/.test(sql)) return null
    const { role: roleAfter = role, custom } = this.#scenario
    return {
      before: await planWithParameters(this.#before, sql, { role, settings: {} }),
      after: await planWithParameters(this.#after, sql, { role: roleAfter, settings: custom }),
    }
  }

  async #planAfter(statement: WhatIfStatement, sql: string, generic: PlanNode): Promise<PlanNode> {
    const { role = statement.role, custom } = this.#scenario
    const settings = { ...this.#typicalAfter.settings(generic), ...custom }
    const genericAfter = await this.#after.explain(sql, { role, settings })
    return this.#after.explain(this.#typicalAfter.fill(sql, generic), {
      role,
      settings: { ...this.#typicalScenario.settings(genericAfter), ...settings },
    })
  }
}
