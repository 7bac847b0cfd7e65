import type { RuleCase } from './rehearsed-cases.ts'

/** Statements, and what the rules find in them. */
export interface ExpectedCase extends RuleCase {
  /** `severity rule` of each finding, but for those that are told of nearly every file. */
  readonly finds: readonly string[]
  /** In the safer form of one of its statements; null: there may be none. */
  readonly safer?: RegExp | null
}
