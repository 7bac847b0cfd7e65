import { type InspectResult, printable, type Severity } from '../../model/index.ts'
import { type DescribedCheck, titleOf } from './described-check.ts'

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<Severity, string>

/** Annotations of a GitHub workflow's run, one for each finding. */
export function inspectGithub({ findings }: InspectResult, checks: readonly DescribedCheck[]): string {
  return findings
    .map(({ severity, checkId, message, help, evidence: { file, line } }) => {
      const title = property(`${checkId}: ${titleOf(checks, checkId)}`)
      const where =
        typeof file === 'string' ? `file=${property(file)},line=${typeof line === 'number' ? line : 1},` : ''
      return `::${commands[severity]} ${where}title=${title}::${data(`${message} ${help}`)}\n`
    })
    .join('')
}

/** What a line of a workflow's log takes for the end of a command, or for the beginning of another, is escaped. */
function data(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
