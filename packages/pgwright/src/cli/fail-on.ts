import { Option } from 'commander'
import { type Finding, type Severity, severities } from '../model/index.ts'

export type FailOn = Severity | 'never'

export function failOnOption(): Option {
  return new Option('--fail-on <level>', 'exit with 1 where a finding is at least this bad')
    .choices([...severities, 'never'])
    .default('error')
}

export function isBad(findings: readonly Finding[], failOn: FailOn): boolean {
  if (failOn === 'never') return false
  return findings.some(({ severity }) => severities.indexOf(severity) <= severities.indexOf(failOn))
}
