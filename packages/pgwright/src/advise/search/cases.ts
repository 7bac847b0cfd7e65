import { type Bits, clearBit, common, emptyBits, hasBit, isWithin, membersOf, setBit } from './bits.ts'
import { type Groups, membersIn } from './groups.ts'
import type { StatementPlans } from './statement-plans.ts'

/** What a statement costs at least under all sets that have indexes of some groups, and none of others. */
export interface Case {
  /** Groups that sets of this case have an index of. */
  readonly needs: Bits
  readonly cost: number
  /** The planner was asked with every index that such a set may have; else showing it `shown` would tell more. */
  readonly settled: boolean
  readonly shown: Bits
}

/** A statement is taken apart no further than this. */
const mostCases = 48

/**
 * Takes all sets of indexes apart into cases by what is known of a statement: with every index shown its plan uses some
 * groups; a set either has an index of all of them, or it has none of the first, or has one of the first and none of
 * the second, and so on. Every set is of one case at least, and costs no less than that case.
 *
 * @param allowed groups; no index of another can be chosen
 */
export function casesOf(statement: StatementPlans, groups: Groups, allowed: Bits): Case[] {
  const cases: Case[] = []
  const all = common(membersIn(groups, allowed), statement.relevant)
  const waiting = [{ shown: all, needs: emptyBits(groups.members.length) }]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { shown, needs } = next
    const answers = statement.known.filter((plan) => isWithin(shown, plan.shown))
    const cost = answers.at(-1)?.cost ?? 0
    const plan = answers.findLast(({ used }) => isWithin(used, shown))
    if (plan === undefined || plan.cost < cost || cases.length + waiting.length >= mostCases) {
      cases.push({ needs, cost, settled: plan !== undefined && plan.cost >= cost, shown })
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
    cases.push({ needs: used, cost, settled: true, shown })
  }
  return cases
}
