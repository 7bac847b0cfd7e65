import type { Rehearsal } from '../../model/index.ts'
import type { Colors } from '../colors.ts'
import type { DescribedCheck } from '../inspect/described-check.ts'
import { inspectGithub } from '../inspect/github.ts'
import { inspectJunit } from '../inspect/junit.ts'
import { inspectSarif } from '../inspect/sarif.ts'
import { asInspection } from './as-inspection.ts'
import { rehearsalHtml } from './html.ts'
import { rehearsalMarkdown } from './markdown.ts'
import { rehearsalTerminal } from './terminal.ts'

export const rehearsalFormats = ['terminal', 'json', 'markdown', 'sarif', 'junit', 'github', 'html'] as const
export type RehearsalFormat = (typeof rehearsalFormats)[number]

/** The result as a whole file of a format, its last line ended. */
export function rehearsalReport(
  result: Rehearsal,
  format: RehearsalFormat,
  rules: readonly DescribedCheck[],
  colors: Colors,
): string {
  switch (format) {
    case 'terminal':
      return `${rehearsalTerminal(result, colors)}\n`
    case 'json':
      return `${JSON.stringify(result, null, 2)}\n`
    case 'markdown':
      return rehearsalMarkdown(result)
    case 'html':
      return rehearsalHtml(result)
    case 'sarif':
      return inspectSarif(asInspection(result, rules), rules)
    case 'junit':
      return inspectJunit(asInspection(result, rules), rules)
    case 'github':
      return inspectGithub(asInspection(result, rules), rules)
    default:
      return format satisfies never
  }
}
