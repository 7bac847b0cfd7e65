import { type Finding, formatMs, plural, printable, type TraceResult } from '../model/index.ts'
import type { Colors } from './colors.ts'

/** What a program asks too often: where, why that is known, and what to ask in its place. */
export function traceReport(result: TraceResult, colors: Colors): string {
  const { findings, roundTrips, requests, leftOut, linesNotKnown, traceFile } = result
  const of = requests > 0 ? ` in ${plural(requests, 'request')}` : ''
  return [
    colors.strong(`${plural(roundTrips, 'round trip')}${of}: ${plural(findings.length, 'finding')}`),
    ...findings.flatMap((finding) => ['', ...findingLines(finding, colors)]),
    '',
    ...(leftOut > 0
      ? [`Not looked at, to keep memory in bounds: ${plural(leftOut, 'statement or answer', 'statements or answers')}.`]
      : []),
    ...(linesNotKnown.length > 0
      ? [`Lines are not known of what is asked by ${printable(linesNotKnown.join(', '))}.`]
      : []),
    `Statements, without values: ${traceFile} (pgwright advise <source> --workload ${traceFile})`,
  ].join('\n')
}

function findingLines({ checkId, severity, object, message, evidence, help, fix }: Finding, colors: Colors): string[] {
  const { file, line, function: name, route, source, requests, totalMs } = evidence
  const place = file === null ? 'no line of the program' : `${file}:${line}${name === null ? '' : ` in ${name}`}`
  const times = Number(requests) > 1 ? `, in ${requests} requests` : ''
  return [
    `${severity === 'info' ? 'info   ' : colors.strong(severity)}  ${colors.strong(checkId)}  ${printable(place)}${route === null ? '' : colors.dim(`  ${printable(String(route))}`)}`,
    `         ${printable(message)}${times} (${formatMs(Number(totalMs))})`,
    ...(source === undefined ? [] : [colors.dim(`         from  ${printable(String(source))}`)]),
    colors.dim(`         sent  ${printable(object)}`),
    `         ${colors.good('→')} ${printable(help)}`,
    ...(fix ?? []).flatMap((sql) => sql.split('\n').map((text) => `           ${printable(text)}`)),
    ...verifiedLines(evidence),
  ]
}

function verifiedLines(evidence: Finding['evidence']): string[] {
  const { fixGivesTheSameRows, fixNotVerified, roundTripsBefore, roundTripsAfter, beforeMs, afterMs } = evidence
  if (fixGivesTheSameRows === undefined) return []
  if (fixGivesTheSameRows === true)
    return [
      `         verified: the same rows for every key; ${roundTripsBefore} round trips in ${formatMs(Number(beforeMs))}, then ${roundTripsAfter} in ${formatMs(Number(afterMs))}`,
    ]
  const told = fixGivesTheSameRows === false ? 'not to be used as it is' : 'undecided'
  return [`         ${told}: ${printable(String(fixNotVerified))}`]
}
