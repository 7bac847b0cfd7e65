import type { Change, Note } from '../model/index.ts'
import type { InPlace } from './in-place.ts'
import { pagingNotes } from './notes/paging.ts'
import { policyNotes } from './notes/policy-calls.ts'
import { settingNotes } from './notes/settings.ts'
import { type RewriteOptions, rewriteChanges } from './rewrites/rewrite-changes.ts'

export interface BesideIndexes {
  readonly changes: readonly Change[]
  readonly notes: readonly Note[]
}

export const nothing: BesideIndexes = { changes: [], notes: [] }

/** What else makes the workload cheaper once the advised indexes are there. */
export async function besideIndexes(inPlace: InPlace, options: RewriteOptions): Promise<BesideIndexes> {
  const changes = await rewriteChanges(inPlace, options)
  const notes = [await policyNotes(inPlace), await pagingNotes(inPlace), await settingNotes(inPlace)]
  return { changes, notes: notes.flat() }
}
