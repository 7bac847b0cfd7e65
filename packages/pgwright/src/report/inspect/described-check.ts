import {
  type CheckCategory,
  checkCategories,
  type Finding,
  type InspectResult,
  printable,
  type Severity,
  severities,
} from '../../model/index.ts'

/** What reports tell of a check. */
export interface DescribedCheck {
  readonly id: string
  readonly title: string
  readonly category: CheckCategory
  readonly severity: Severity
}

/** Findings of one check, in the order in which the checks came. */
export function byCheck(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) groups.set(finding.checkId, [...(groups.get(finding.checkId) ?? []), finding])
  return groups
}

/** Ids of checks that were skipped, by the reason. */
export function bySkipReason({ skipped }: InspectResult): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const { checkId, reason } of skipped) groups.set(reason, [...(groups.get(reason) ?? []), checkId])
  return groups
}

export function titleOf(checks: readonly DescribedCheck[], id: string): string {
  return checks.find((check) => check.id === id)?.title ?? id
}

/** `2 errors, 1 warning and 5 infos`; `nothing`. */
export function countsOf(findings: readonly Finding[]): string {
  const parts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`]
  })
  const last = parts.pop()
  if (last === undefined) return 'nothing'
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

/** A category with what came of its checks; those of which nothing came are left out. */
export interface CategoryCounts {
  readonly category: CheckCategory
  readonly counts: readonly { readonly kind: Severity | 'passed' | 'skipped'; readonly count: number }[]
}

export function categoryCounts(
  { findings, passed, skipped }: InspectResult,
  checks: readonly DescribedCheck[],
): CategoryCounts[] {
  return checkCategories.flatMap((category) => {
    const ids = new Set(checks.filter((check) => check.category === category).map(({ id }) => id))
    const own = findings.filter((finding) => finding.category === category)
    const counts = [
      ...severities.map((kind) => ({ kind, count: own.filter(({ severity }) => severity === kind).length })),
      { kind: 'passed' as const, count: passed.filter((id) => ids.has(id)).length },
      { kind: 'skipped' as const, count: skipped.filter(({ checkId }) => ids.has(checkId)).length },
    ]
    return counts.every(({ count }) => count === 0) ? [] : [{ category, counts }]
  })
}

/** A text of others' as text in HTML and XML, in attributes too. */
export function markupText(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
