import { sqlState } from '../postgres/index.ts'

/** Why a statement could not be tried. Its message is told, so it never holds a value or the server's own words. */
export class NotRun extends Error {}

/** Longest that one statement may run. */
export const statementTimeoutMs = 60_000

const reasons: Readonly<Record<string, string>> = {
  '25006': 'It writes, which a trial does not let it.',
  '42501': 'Its role lacks a right that it needs.',
  '42P01': 'A table that it reads is not there.',
  '42703': 'A column that it reads is not there.',
  '42883': 'A function that it calls is not there.',
  '42P07': 'What it makes is there already.',
  '42701': 'What it makes is there already.',
  '42710': 'What it makes is there already.',
  '42P18': 'The type of one of its parameters can not be told.',
  '42704': 'A setting or an object that it needs is not there.',
  '57014': `It ran for longer than ${statementTimeoutMs / 1000} s.`,
}

/** What ends a trial as a whole: the connection, the server's resources, a lock that someone else holds. */
const fatalClasses = new Set(['08', '53', '55', '58', 'XX'])

/** Tells an error of one statement, which is left out, from one that ends the trial and is thrown again. */
export function notRun(error: unknown): NotRun {
  if (error instanceof NotRun) return error
  const code = sqlState(error)
  if (code === undefined || code.startsWith('57P') || fatalClasses.has(code.slice(0, 2))) throw error
  if (code.startsWith('22')) return new NotRun('No fitting value was found for one of its parameters.')
  return new NotRun(reasons[code] ?? `The server refused it (SQLSTATE ${code}).`)
}
