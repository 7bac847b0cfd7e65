import type { Change, Note } from '../model/index.ts'
import type { InPlace } from './in-place.ts'
import { groupLimitNotes } from './notes/group-limits.ts'
import { materializedViewNotes } from './notes/materialized-views.ts'
import { pagingNotes } from './notes/paging.ts'
import { partitioningNotes } from './notes/partitioning.ts'
import { policyNotes } from './notes/policy-calls.ts'
import { settingNotes } from './notes/settings.ts'
import { type RewriteOptions, rewriteChanges } from './rewrites/rewrite-changes.ts'
import { type StatisticsSampler, statisticsChanges } from './statistics/statistics-changes.ts'

export interface BesideIndexes {
  readonly changes: readonly Change[]
  readonly notes: readonly Note[]
}

export interface BesideOptions extends RewriteOptions {
  /** Absent for a source that has no rows to be sampled: then nothing is told of statistics. */
  readonly sample: StatisticsSampler | undefined
}

export const nothing: BesideIndexes = { changes: [], notes: [] }

/** What else makes the workload cheaper once the advised indexes are there. */
export async function besideIndexes(inPlace: InPlace, options: BesideOptions): Promise<BesideIndexes> {
  const rewrites = await rewriteChanges(inPlace, options)
  const statistics = options.sample === undefined ? [] : await statisticsChanges(inPlace, options.sample)
  const notes = [
    await policyNotes(inPlace),
    await pagingNotes(inPlace),
    await groupLimitNotes(inPlace, options.candidatesFor),
    materializedViewNotes(inPlace),
    await partitioningNotes(inPlace),
    await settingNotes(inPlace),
  ]
  return { changes: [...rewrites, ...statistics], notes: notes.flat() }
}
