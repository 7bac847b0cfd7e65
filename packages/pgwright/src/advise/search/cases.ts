import { type Bits, clearBit, common, emptyBits, hasBit, isWithin, membersOf, setBit } from './bits.ts'
import type { Groups } from './groups.ts'
import type { StatementPlans } from './statement-plans.ts'

/** What a statement costs at least under all sets that have indexes of some groups, and none of others. */
export interface Case {
  /** Groups that sets of this case have an index of. */
  readonly needs: readonly number[]
  readonly cost: number
  /** The planner was asked with every index that such a set may have; else showing it `shown` would tell more. */
  readonly settled: boolean
  readonly shown: Bits
}

/** A statement is taken apart no further than this. */
const mostCases = 48

/** Of statements, with the cases that were worked out before: most regions differ in a group that few statements know. */
export class CaseBook {
  readonly groups: Groups
  readonly #known = new Map<StatementPlans, { answers: number; readonly byShown: Map<string, readonly Case[]> }>()

  constructor(groups: Groups) {
    this.groups = groups
  }

  /** @param members indexes of the groups that are allowed; no other can be chosen */
  of(statement: StatementPlans, members: Bits): readonly Case[] {
    const shown = common(members, statement.relevant)
    const answers = statement.known.length
    let known = this.#known.get(statement)
    if (known?.answers !== answers) known = { answers, byShown: new Map() }
    this.#known.set(statement, known)
    const key = shown.join()
    const cases = known.byShown.get(key) ?? casesOf(statement, this.groups, shown)
    known.byShown.set(key, cases)
    return cases
  }
}

/**
 * Takes all sets of indexes apart into cases by what is known of a statement: the cheapest plan known uses some groups; a
 * set either has an index of all of them, or it has none of the first, or has one of the first and none of
 * the second, and so on. Every set is of one case at least, and costs no less than that case.
 *
 * @param all the indexes that matter to the statement and can be chosen
 */
function casesOf(statement: StatementPlans, groups: Groups, all: Bits): Case[] {
  const cases: Case[] = []
  const waiting = [{ shown: all, needs: emptyBits(groups.members.length) }]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { shown, needs } = next
    const known = statement.known.findLast((plan) => isWithin(shown, plan.shown))?.cost ?? 0
    const plan = statement.best(shown)
    const cost = Math.min(known, plan?.cost ?? known)
    const settled = plan !== null && plan.cost <= cost
    if (plan === null || cases.length + waiting.length >= mostCases) {
      cases.push({ needs: membersOf(needs), cost, settled, shown })
      continue
    }
    const used = needs.slice()
    for (const index of membersOf(plan.used)) {
      const group = groups.of[index] ?? 0
      if (hasBit(used, group)) continue
      const less = shown.slice()
      for (const member of membersOf(groups.members[group] ?? less)) clearBit(less, member)
      waiting.push({ shown: less, needs: used.slice() })
      setBit(used, group)
    }
    cases.push({ needs: membersOf(used), cost, settled, shown })
  }
  return cases
}
