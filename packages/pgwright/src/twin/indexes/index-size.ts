import type { GinCounters } from '../../model/index.ts'

/** The size that an index would have, and what else of it the planner reads from its file. */
export interface IndexSize {
  readonly blocks: number
  /** Entries, as `pg_class.reltuples` counts them. */
  readonly tuples: number
  /** Levels above the leaves; null for anything but a B-tree. */
  readonly height: number | null
  /** What a GIN index counts in its first page. */
  readonly gin?: GinCounters
}
