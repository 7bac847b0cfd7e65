import { checkCategories, PgwrightError } from '../model/index.ts'
import type { Check } from './check.ts'
import { checks } from './registry.ts'

export interface Selection {
  /** Ids or categories; these alone, those that are a matter of taste among them. */
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  /** Ids of checks that are a matter of taste, to be run beside the others. */
  readonly also?: readonly string[]
}

/**
 * The checks that were asked for.
 *
 * @throws PgwrightError `usage` for an id that there is not
 */
export function selectChecks({ only, skip = [], also = [] }: Selection): Check[] {
  const known = new Set<string>([...checkCategories, ...checks.map(({ id }) => id)])
  for (const id of [...(only ?? []), ...skip, ...also]) if (!known.has(id)) throw unknownCheck(id)
  const named = (ids: readonly string[], { id, category }: Check) => ids.includes(id) || ids.includes(category)
  return checks.filter((check) => {
    if (named(skip, check)) return false
    if (only !== undefined) return only.includes(check.id) || (only.includes(check.category) && !check.optional)
    return !check.optional || also.includes(check.id)
  })
}

/** @throws PgwrightError `usage` */
export function findCheck(id: string): Check {
  const found = checks.find((check) => check.id === id)
  if (found === undefined) throw unknownCheck(id)
  return found
}

function unknownCheck(id: string): PgwrightError {
  const near = checks.map((check) => check.id).filter((other) => other.split('-').some((word) => id.includes(word)))
  const hint =
    near.length > 0 ? `Did you mean ${near.slice(0, 3).join(', ')}?` : 'docs/checks/ lists all checks with their ids.'
  return new PgwrightError('usage', `There is no check ${id}.`, hint)
}
