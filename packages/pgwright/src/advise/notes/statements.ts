import type { Note } from '../../model/index.ts'
import { withoutValues } from '../../observe/index.ts'
import { type InPlace, oncePerStatement, type PlannedInPlace } from '../in-place.ts'
import { refusedAsNull } from '../refused.ts'

/** Each statement once, whatever number of ways it is planned in, and without its values. */
export function statementsOf(planned: readonly Pick<PlannedInPlace, 'statement'>[]): Note['statements'] {
  const found = new Map(planned.map(({ statement }) => [statement.fingerprint, withoutValues(statement).sql]))
  return [...found].map(([fingerprint, sql]) => ({ fingerprint, sql }))
}

/** What there is to say of each of the heaviest statements, once, whoever runs it. */
export async function noteEach(
  { heaviest }: InPlace,
  note: (planned: PlannedInPlace) => Promise<Note | null>,
): Promise<Note[]> {
  const noted = new Map<string, Note>()
  for (const planned of oncePerStatement(heaviest)) {
    const { fingerprint } = planned.statement
    const found = noted.has(fingerprint) ? null : await note(planned).catch(refusedAsNull)
    if (found !== null) noted.set(fingerprint, found)
  }
  return [...noted.values()]
}
