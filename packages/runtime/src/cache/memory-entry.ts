import type { Held } from './held.ts'

export interface MemoryEntry {
  readonly tenant: string | null
  readonly key: string
  readonly held: Held
  /** What every hit gets where the value is shared: a hit allocates nothing. */
  readonly shared: Promise<unknown> | null
  /** Of `expandTags`. */
  readonly tags: readonly string[]
  readonly lsn: string
  readonly bytes: number
  /**
   * On the clock of `Date.now()`, which costs a tenth of the steady one. Before `from` the clock was set back, and the
   * entry counts as gone: a clock can make it live twice as long as it should at most.
   */
  from: number
  freshUntil: number
  /** Until then it may be given while it is filled anew. */
  staleUntil: number
  newer: MemoryEntry | null
  older: MemoryEntry | null
}
