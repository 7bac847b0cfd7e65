import type { Target } from '../postgres/index.ts'
import type { DemoDatabase } from './database.ts'
import type { Dimensions, System } from './system.ts'

/** Tells how far a demo is; `share` of the stage that is done, where it is known. */
export type DemoProgress = (stage: string, share: number | null) => void

/** A built system that is being worked on. */
export interface Stand {
  readonly system: System
  readonly dimensions: Dimensions
  readonly database: DemoDatabase
  /** The same database, for the rooms that open sessions of their own. */
  readonly target: Target
  readonly progress: DemoProgress
  /** Names of the declared changes that are in place; they grow as the plan is applied. */
  readonly applied: Set<string>
}
