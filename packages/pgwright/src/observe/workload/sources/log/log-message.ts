import { quoteLiteral, Scanner } from '../../../../sql/index.ts'
import { autoExplained } from './auto-explain.ts'

/** What a message tells of a statement. Times are in milliseconds. */
export type LogMessage =
  /** A call, by the simple or the extended protocol; a fetch goes on with one. `ms` is null where the time follows in a message of its own, or is not logged. */
  | { readonly kind: 'statement' | 'execute' | 'fetch'; readonly sql: string; readonly ms: number | null }
  /** The time of the call before. */
  | { readonly kind: 'duration'; readonly ms: number }
  /** The plan of a call, from auto_explain. */
  | { readonly kind: 'plan'; readonly sql: string; readonly ms: number; readonly parameters: string | null }

const pattern =
  /^(?:duration: ([\d.]+) ms(?: {2}|$))?(?:(statement|parse|bind|execute fetch from|execute)(?: [^:]*)?: |(plan):\n)?/

/**
 * Reads a message of `log_statement`, `log_duration`, `log_min_duration_statement` or auto_explain, in English, which is
 * what servers log in unless `lc_messages` says otherwise. Null for any other; preparing a statement is no call of it.
 */
export function readMessage(message: string): LogMessage | null {
  const [start = '', duration, what, plan] = pattern.exec(message) ?? []
  const ms = duration === undefined ? null : Number(duration)
  const rest = message.slice(start.length)
  if (plan !== undefined && ms !== null) {
    const explained = autoExplained(rest)
    return explained === null ? null : { kind: 'plan', ms, ...explained }
  }
  if (what === 'statement' || what === 'execute') return { kind: what, sql: rest, ms }
  if (what === 'execute fetch from') return { kind: 'fetch', sql: rest, ms }
  return what === undefined && ms !== null && rest === '' ? { kind: 'duration', ms } : null
}

/**
 * The values of `parameters: $1 = '5', $2 = NULL` as literals, by number. One that `log_parameter_max_length` has cut is
 * not known, which its value shows by ending in three dots.
 */
export function readParameters(text: string): Map<number, string> {
  const values = new Map<number, string>()
  for (const [, number, quoted] of text.matchAll(parameter)) {
    const value = quoted === undefined ? null : quoted.replaceAll("''", "'")
    if (value?.endsWith('...') !== true) values.set(Number(number), value === null ? 'null' : quoteLiteral(value))
  }
  return values
}

const parameter = /\$(\d+) = (?:NULL|'([^']*(?:''[^']*)*)')(?:, |$)/g

/** The query of `prepare name (types) as …`, as the detail of an `execute` shows it. */
export function preparedQuery(prepare: string): string | null {
  const scanner = new Scanner(prepare)
  while (scanner.next()) {
    const isAs = scanner.kind === 'word' && prepare.slice(scanner.start, scanner.end).toLowerCase() === 'as'
    if (isAs) return prepare.slice(scanner.end).trim()
  }
  return null
}
