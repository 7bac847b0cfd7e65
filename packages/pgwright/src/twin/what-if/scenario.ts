import type { ExtendedData, Gap, ObjectName, Snapshot } from '../../model/index.ts'
import type { WhatIf } from './what-if.ts'

/** What-ifs put together: the source as it would be, and what is left to do on its twin. */
export interface Scenario {
  /** The source as it would be. */
  readonly snapshot: Snapshot
  /**
   * The source, grown, with the tables and indexes that it has: typical values for parameters are drawn from it, since
   * a partitioned table keeps its statistics elsewhere, and values must not change because the table is cut.
   */
  readonly values: Snapshot
  /** By how much each table has grown, by quoted, qualified name. */
  readonly growth: ReadonlyMap<string, number>
  /** Done on the twin, in order, by the twin's own role. */
  readonly steps: readonly Step[]
  /** Values of settings that the twin's server must accept. */
  readonly settings: Readonly<Record<string, string>>
  /** Custom settings (`app.tenant`) of every session. */
  readonly custom: Readonly<Record<string, string>>
  /** Who runs every statement; undefined: whoever runs it on the source. */
  readonly role?: string
  readonly major: number
  /** What could not be carried over. */
  readonly gaps: readonly Gap[]
  /** What follows from the what-ifs that nobody may have thought of. */
  readonly notes: readonly string[]
}

export type Step =
  | Extract<WhatIf, { kind: 'add-index' }>
  | { readonly kind: 'hide-index'; readonly index: ObjectName }
  | { readonly kind: 'statistics'; readonly sql: string; readonly data: ExtendedData }
  | { readonly kind: 'alter'; readonly sql: string }

/** The source as it is. */
export function unchanged(snapshot: Snapshot): Scenario {
  return {
    snapshot,
    values: snapshot,
    growth: new Map(),
    steps: [],
    settings: {},
    custom: {},
    major: snapshot.server.major,
    gaps: [],
    notes: [],
  }
}
