import { createHash } from 'node:crypto'
import { type Finding, severities } from '../../model/index.ts'
import { rightForm } from '../errors/index.ts'
import type { Instead, Rule, RuleFinding, StatementContext } from '../rule.ts'
import { composed } from '../safer/composed.ts'
import type { Suppression } from '../suppression.ts'
import { rules } from './registry.ts'
import { unusedIgnore, unusedIgnores } from './unused-ignore.ts'

export { rules } from './registry.ts'

export interface Detected {
  readonly findings: readonly Finding[]
  /** What to do where the server refused the statement. */
  readonly hint: string
  /** What is to take the statement's place. */
  readonly safer: Instead | null
}

/**
 * What all rules have against a statement, the worst first.
 *
 * @param told ids of rules that were told of in this file; those of this statement are added
 */
export function detect(context: StatementContext, suppressions: readonly Suppression[], told: Set<string>): Detected {
  if (context.refusal !== null) {
    const { hint, safer = null } = rightForm(context)
    return { findings: [], hint, safer }
  }
  const suppressed = new Set(suppressions.flatMap(({ rules }) => rules))
  const asked = context.skipped ? rules.filter(({ ofSkipped }) => ofSkipped) : rules
  const all = asked.flatMap((rule) => rule.detect(context).map((one) => ({ rule, one })))
  const found = all.filter(({ rule }) => !suppressed.has(rule.id) && !(rule.onceInFile === true && told.has(rule.id)))
  for (const { rule } of found) told.add(rule.id)
  const ids = new Set(all.map(({ rule }) => rule.id))
  const ignores = unusedIgnores(suppressions, ids).map((one) => findingOf(unusedIgnore, one, context))
  const findings = [...found.map(({ rule, one }) => findingOf(rule, one, context)), ...ignores]
  return {
    findings: findings.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)),
    hint: '',
    safer: composed(
      context.tree,
      found.map(({ one }) => one),
    ),
  }
}

function findingOf(rule: Rule, found: RuleFinding, context: StatementContext): Finding {
  const { id } = rule
  const { object, objectType, message, help, severity, safer, fix } = found
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([id, object, context.file]))
    .digest('hex')
    .slice(0, 16)
  const statements = safer?.sql ?? fix
  return {
    checkId: id,
    severity: severity ?? rule.severity,
    category: 'migrations',
    object,
    objectType,
    message,
    evidence: {},
    help,
    ...(statements === undefined ? {} : { fix: [...statements] }),
    fingerprint,
  }
}
