import { plural, type Severity, type WaitingStatement } from '../../model/index.ts'

/** What is told of statements that name what is going away. */
export function usedBy(uses: readonly WaitingStatement[]): string {
  const [first] = uses
  if (first === undefined) return 'No statement of the workload names it; others may.'
  const times = first.callsPerSecond === null ? '' : `, ${perSecond(first.callsPerSecond)}`
  return `${plural(uses.length, 'statement')} of the workload name${uses.length === 1 ? 's' : ''} it, as ${first.sql}${times}.`
}

/** Sure where the workload shows it. */
export function severityOfUse(uses: readonly WaitingStatement[]): Severity {
  return uses.length > 0 ? 'error' : 'warning'
}

function perSecond(calls: number): string {
  return `${calls >= 10 ? Math.round(calls) : Number(calls.toPrecision(2))} times a second`
}
