import type { Site, Statement } from '../events/index.ts'
import type { Batched } from './fix/batched.ts'
import type { Provenance } from './provenance.ts'
import { siteOf, totalMs } from './series-facts.ts'

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

type Told = Pick<RuntimeFinding, 'check' | 'statement' | 'message' | 'help' | 'times'>

/** Of statements whose values come from nowhere in particular. */
export function withoutSource(statements: readonly Statement[], told: Told): RuntimeFinding {
  return {
    ...told,
    route: statements[0]?.scope?.route ?? null,
    site: siteOf(statements),
    totalMs: totalMs(statements),
    from: [],
    source: null,
    fix: null,
    statements,
    provenance: [],
  }
}
