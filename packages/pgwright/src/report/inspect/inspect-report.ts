import type { InspectResult } from '../../model/index.ts'
import type { Colors } from '../colors.ts'
import type { DescribedCheck } from './described-check.ts'
import { inspectGithub } from './github.ts'
import { inspectHtml } from './html.ts'
import { inspectJunit } from './junit.ts'
import { inspectMarkdown } from './markdown.ts'
import { inspectSarif } from './sarif.ts'
import { inspectTerminal } from './terminal.ts'

export const inspectFormats = ['terminal', 'json', 'markdown', 'sarif', 'junit', 'github', 'html'] as const
export type InspectFormat = (typeof inspectFormats)[number]

/** The result as a whole file of a format, its last line ended. */
export function inspectReport(
  result: InspectResult,
  format: InspectFormat,
  checks: readonly DescribedCheck[],
  colors: Colors,
): string {
  switch (format) {
    case 'terminal':
      return inspectTerminal(result, checks, colors)
    case 'json':
      return `${JSON.stringify(result, null, 2)}\n`
    case 'markdown':
      return inspectMarkdown(result, checks)
    case 'sarif':
      return inspectSarif(result, checks)
    case 'junit':
      return inspectJunit(result, checks)
    case 'github':
      return inspectGithub(result, checks)
    case 'html':
      return inspectHtml(result, checks)
    default:
      return format satisfies never
  }
}
