import type { Rule, RuleFinding } from '../rule.ts'
import type { Suppression } from '../suppression.ts'

/** What it is about stands outside the statement, so that it is told of by {@link unusedIgnores}. */
export const unusedIgnore: Rule = {
  id: 'unused-ignore',
  title: 'comment that ignores a rule, which finds nothing',
  severity: 'warning',
  detect: () => [],
}

/** @param found ids of the rules that have something against the statement */
export function unusedIgnores(suppressions: readonly Suppression[], found: ReadonlySet<string>): RuleFinding[] {
  return suppressions
    .flatMap(({ rules }) => rules)
    .filter((rule) => !found.has(rule))
    .map((rule) => ({
      object: rule,
      objectType: 'rule',
      message: `The comment ignores ${rule}, which has nothing against this statement.`,
      help: 'Take the comment away, or correct the name of the rule.',
    }))
}
