import { createHash } from 'node:crypto'
import type { Finding } from '../../model/index.ts'
import type { Rule, RuleFinding, StatementContext } from '../rule.ts'
import { indexNotConcurrent } from './index-not-concurrent.ts'

/** All rules, in the order in which their findings are told. */
export const rules: readonly Rule[] = [indexNotConcurrent]

export interface Detected {
  readonly findings: readonly Finding[]
  /** What to do where the server refused the statement. */
  readonly hint: string
  /** The statement's safer form, of the worst that was found. */
  readonly safer: NonNullable<RuleFinding['safer']> | null
}

/** What all rules have against a statement, the worst first. */
export function detect(context: StatementContext): Detected {
  const found = rules.flatMap((rule) => rule.detect(context).map((one) => ({ rule, one })))
  return {
    findings: found.map(({ rule, one }) => findingOf(rule, one, context)),
    hint: context.refusal === null ? '' : 'Put the statement right, and rehearse it again.',
    safer: found.find(({ one }) => one.safer !== undefined)?.one.safer ?? null,
  }
}

function findingOf(
  rule: Rule,
  { object, objectType, message, help, severity, safer }: RuleFinding,
  context: StatementContext,
): Finding {
  const { id } = rule
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([id, object, context.file]))
    .digest('hex')
    .slice(0, 16)
  return {
    checkId: id,
    severity: severity ?? rule.severity,
    category: 'migrations',
    object,
    objectType,
    message,
    evidence: {},
    help,
    ...(safer === undefined ? {} : { fix: [...safer.sql] }),
    fingerprint,
  }
}
