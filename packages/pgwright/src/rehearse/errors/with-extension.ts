import { readableIdentifier } from '../../sql/index.ts'
import type { StatementContext } from '../rule.ts'
import type { RightForm } from './error-form.ts'

/**
 * @param why as the end of a sentence
 * @param sql what comes after the extension
 */
export function withExtension(
  { snapshot }: StatementContext,
  extension: string,
  why: string,
  sql: readonly string[],
): RightForm {
  const name = readableIdentifier(extension)
  const there = snapshot.extensions.some((one) => one.name === extension)
  if (there)
    return { hint: `The extension ${name} is there: name the schema that it is in, or have that in the search path.` }
  const create = `create extension if not exists ${name}`
  return {
    hint: `Make the extension first, ${create}: ${why}.`,
    safer: { sql: [create, ...sql], reason: `The extension ${name} comes first: ${why}.` },
  }
}
