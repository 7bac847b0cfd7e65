import type { Site, Statement } from '../events/index.ts'
import type { Batched } from './fix/batched.ts'
import type { Provenance } from './provenance.ts'

export type RuntimeCheck =
  | 'n-plus-one'
  | 'duplicate-query'
  | 'writes-one-by-one'
  | 'rows-only-counted'
  | 'columns-never-read'
  | 'sequential-queries'

/** What is wrong with what one request, test or program asks. Nothing of it holds a value but `statements`. */
export interface RuntimeFinding {
  readonly check: RuntimeCheck
  /** The statement without its values. */
  readonly statement: string
  readonly route: string | null
  readonly site: Site | null
  readonly message: string
  readonly help: string
  /** How often it was sent, and how long that took in all. */
  readonly times: number
  readonly totalMs: number
  /** `author.id → $1`: for an N+1, the source's columns and the parameters that took their values. */
  readonly from: readonly string[]
  /** The statement that gave the values, without its own. */
  readonly source: string | null
  /** SQL that does it at once; null where there is none that is known to be right. */
  readonly fix: Batched | null
  /** For a fix to be verified with; in memory alone. */
  readonly statements: readonly Statement[]
  readonly provenance: readonly Provenance[]
}
