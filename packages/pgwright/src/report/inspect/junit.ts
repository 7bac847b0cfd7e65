import type { InspectResult } from '../../model/index.ts'
import { byCheck, type DescribedCheck, markupText } from './described-check.ts'

/** A suite for each category, a case for each check. An `info` is no failure: it is in the case's output. */
export function inspectJunit(result: InspectResult, checks: readonly DescribedCheck[]): string {
  const groups = byCheck(result.findings)
  const reasons = new Map(result.skipped.map(({ checkId, reason }) => [checkId, reason]))
  const ran = checks.filter(({ id }) => groups.has(id) || reasons.has(id) || result.passed.includes(id))
  const suites = [...new Set(ran.map(({ category }) => category))].map((category) => {
    const own = ran.filter((check) => check.category === category)
    const failed = own.filter(({ id }) => (groups.get(id) ?? []).some(({ severity }) => severity !== 'info'))
    const skipped = own.filter(({ id }) => reasons.has(id) && !groups.has(id))
    const cases = own.map(({ id, title }) => {
      const parts = (groups.get(id) ?? []).map(({ severity, message, help }) =>
        severity === 'info'
          ? `<system-out>${markupText(`${message} ${help}`)}</system-out>`
          : `<failure type="${severity}" message="${markupText(message)}">${markupText(help)}</failure>`,
      )
      const reason = reasons.get(id)
      if (reason !== undefined && !groups.has(id)) parts.push(`<skipped message="${markupText(reason)}"/>`)
      return `    <testcase classname="pgwright.${category}" name="${markupText(`${id}: ${title}`)}">${parts.join('')}</testcase>`
    })
    return `  <testsuite name="${category}" tests="${own.length}" failures="${failed.length}" skipped="${skipped.length}">\n${cases.join('\n')}\n  </testsuite>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pgwright">\n${suites.join('\n')}\n</testsuites>\n`
}
