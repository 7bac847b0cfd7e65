import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import type { ProcessTrace, TracedFinding } from '@pgwright/runtime/register'
import type { Evidence, Finding, Severity } from '../../model/index.ts'

const severityOf: Readonly<Record<TracedFinding['check'], Severity>> = {
  'n-plus-one': 'warning',
  'writes-one-by-one': 'warning',
  'duplicate-query': 'info',
  'rows-only-counted': 'info',
  'columns-never-read': 'info',
  'sequential-queries': 'info',
}

/** Of all processes, each once: what was found at the same line of several is one finding. */
export function findingsOf(traces: readonly ProcessTrace[]): Finding[] {
  const found = new Map<string, TracedFinding>()
  for (const one of traces.flatMap(({ findings }) => findings)) {
    const key = fingerprintOf(one)
    const before = found.get(key)
    if (before === undefined) found.set(key, { ...one })
    else {
      before.requests += one.requests
      before.times = Math.max(before.times, one.times)
    }
  }
  return [...found.values()].sort((a, b) => b.times * b.requests - a.times * a.requests).map(asFinding)
}

function asFinding(traced: TracedFinding): Finding {
  const { check, statement, message, help, fix } = traced
  return {
    checkId: check,
    severity: severityOf[check],
    category: 'queries',
    object: statement,
    objectType: 'statement',
    message,
    evidence: evidenceOf(traced),
    help,
    ...(fix !== null && { fix: [fix] }),
    fingerprint: fingerprintOf(traced),
  }
}

function evidenceOf(traced: TracedFinding): Evidence {
  const { file, line, functionName, route, source, from, times, totalMs, requests, verification } = traced
  return {
    file: placeOf(file),
    line,
    function: functionName,
    route,
    ...(source !== null && { source, from: [...from] }),
    times,
    totalMs: Math.round(totalMs * 100) / 100,
    requests,
    ...(verification !== null && {
      fixGivesTheSameRows: verification.same,
      fixNotVerified: verification.reason,
      roundTripsBefore: verification.before.roundTrips,
      roundTripsAfter: verification.after.roundTrips,
      beforeMs: Math.round(verification.before.ms * 100) / 100,
      afterMs: Math.round(verification.after.ms * 100) / 100,
    }),
  }
}

/** As an editor opens it from here. */
function placeOf(file: string | null): string | null {
  if (file === null) return null
  const near = relative(process.cwd(), file)
  return near.startsWith('..') ? file : near
}

/** Of the statement and its function, which stay when lines move. */
function fingerprintOf({ check, statement, file, functionName }: TracedFinding): string {
  const text = [check, statement, placeOf(file), functionName].join('\0')
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
