import type { Note } from '../../model/index.ts'
import { withoutValues } from '../../observe/index.ts'
import type { PlannedInPlace } from '../in-place.ts'

/** Each statement once, whatever number of ways it is planned in, and without its values. */
export function statementsOf(planned: readonly PlannedInPlace[]): Note['statements'] {
  const found = new Map(planned.map(({ statement }) => [statement.fingerprint, withoutValues(statement).sql]))
  return [...found].map(([fingerprint, sql]) => ({ fingerprint, sql }))
}
