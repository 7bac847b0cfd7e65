import type { Client } from 'pg'
import { type DatabaseObject, PgwrightError, type Step } from '../../model/index.ts'
import { pinArrays } from '../capture.ts'

/**
 * A step that makes an object again, in one transaction with all that hangs on it: nobody is to see a trigger fire that
 * was disabled, or a view without its grants.
 *
 * @param definition as the catalog wrote it, where it is known to write the same again
 */
export function makingAgain(
  { type, names }: DatabaseObject,
  statements: readonly string[],
  definition: string | null,
  locks: Step['locks'],
): Step {
  const ensure: Step['ensure'] = { kind: 'object-present', type, names: [...names], definition }
  return { sql: statements.join(';\n'), ensure, locks, transactional: true }
}

/** Text that makes something again, and whether PostgreSQL is known to print it as it was. */
export interface Exact {
  readonly text: string
  readonly isExact: boolean
}

/**
 * Tries text in a transaction that is taken back. Lists of varchar values are printed in words of which PostgreSQL makes
 * something else; a cast in between helps.
 *
 * @param printed makes a temporary thing by the text, and tells how PostgreSQL prints what was `wanted`
 * @returns null where it can't be made
 */
export async function exactly(
  client: Client,
  text: string,
  wanted: string,
  printed: (text: string) => Promise<string | undefined>,
): Promise<Exact | null> {
  let isMade = false
  for (const candidate of new Set([text, pinArrays(text)])) {
    try {
      await client.query('begin')
      const again = await printed(candidate)
      if (again === wanted) return { text: candidate, isExact: true }
      isMade ||= candidate === text
    } catch (error) {
      if (error instanceof PgwrightError) throw error
    } finally {
      await client.query('rollback')
    }
  }
  return isMade ? { text, isExact: false } : null
}

/** The name of what is made to try something. */
export const tried = 'pgwright_tried'
