import type pg from 'pg'
import type { Change } from '../../model/index.ts'
import type { PolicyAsker } from '../policy-overhead.ts'
import type { Server } from '../server.ts'

/** What a case may use beside SQL. */
export interface Stage {
  /** The superuser's session on the case's own database. */
  readonly client: pg.Client
  /** Another session of the superuser, or of one of the case's roles; ended after the case. */
  connect(role?: string): Promise<pg.Client>
}

interface Labelled {
  /** What the server is believed to be, beside what it is. Its counters are old, unless told otherwise here. */
  readonly server?: Partial<Server>
  /** What it shows, as a sentence. */
  readonly title: string
  /** Objects of exactly the findings that the check must make; one that is found twice stands twice. */
  readonly finds: readonly string[]
  /** Objects that look like the defect and are not: no finding names them. For the count of near-misses. */
  readonly leaves?: readonly string[]
}

/** A database with planted defects, and with what only looks like them. */
export interface PlantedCase extends Labelled {
  /** Run by a superuser in a database of its own, statement by statement. */
  readonly planted: string
  /** Roles that it needs, made before it and dropped after it: a server's roles are every database's. */
  readonly roles?: readonly string[]
  /** After it: other sessions, what must fail, counters that must arrive. */
  readonly live?: (stage: Stage) => Promise<void>
  /** The first major that has what is planted. */
  readonly since?: number
  /** What else runs on the server may be found too: only the objects named here are looked at. */
  readonly amongOthers?: true
  /** True: not even a superuser sees all. */
  readonly skipped?: true
  /** False: what puts it right is not to be run here (it needs a restart, or ends a session). */
  readonly fixable?: false
}

/** Rows as a server would give them that can't be made at will: settings, replicas, ages of transactions. */
export interface GivenCase extends Labelled {
  readonly given: readonly Readonly<Record<string, unknown>>[]
}

/** A database with statements that run on it. An object that is found is a statement: `finds` and `leaves` give its text. */
export interface WorkloadCase extends Labelled {
  readonly planted: string
  readonly statements: readonly string[]
  /** What each returned; one where it is not given. */
  readonly rowsPerCall?: number
}

/** What the advisor proposes. */
export interface AdvisedCase extends Labelled {
  readonly changes: readonly Change[]
}

/** Policies of tables, measured as a role. */
export interface MeasuredCase extends Labelled {
  readonly planted: string
  readonly roles: readonly string[]
  readonly asker: PolicyAsker
}

export type CheckCase = MeasuredCase | PlantedCase | GivenCase | WorkloadCase | AdvisedCase
