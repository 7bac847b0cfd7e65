import type { Client } from 'pg'
import type { DatabaseObject, State, Step } from '../../model/index.ts'
import type { Node } from '../../sql/index.ts'
import type { Runner } from '../runner.ts'

/** A relation that a statement changes, for which the role must own it. */
export interface ChangedRelation {
  readonly schema: string
  readonly name: string
  /** As `pg_class.relkind` has them. */
  readonly kinds: string
  /** The statement would change partitions and other children too, whose states it could not bring back. */
  readonly childless?: true
}

/** In what circumstances a statement is to be run. */
export interface Circumstances {
  readonly holdTimeoutMs: number
  /** What the plan does before it; none once it is its turn. */
  readonly before: readonly Step[]
}

/** All that the runner must know of a state that one statement brings about. */
export interface StateKind<Wanted extends State> {
  /** What it is a state of, for people: `the column "a" of "public"."t"`. The same for the same thing. */
  describe(wanted: Wanted): string
  /** Whether a statement brings exactly this about, and nothing else. */
  isDoneBy(statement: Node, wanted: Wanted, sql: string): boolean
  /** The same of a kind that takes several statements, which are one transaction. */
  isDoneByAll?(statements: readonly Node[], wanted: Wanted): boolean
  /** Null where it is of no relation. */
  relation(wanted: Wanted): ChangedRelation | null
  /** What must be there, by itself or by an earlier step of the plan; null where the relation will do. */
  needs(wanted: Wanted): DatabaseObject | null
  /**
   * Looked at before anything is done, and again when it is its turn.
   *
   * @throws PgwrightError where it can't be done here, or not without locking the application out
   */
  check?(client: Client, wanted: Wanted, circumstances: Circumstances): Promise<void>
  holds(client: Client, wanted: Wanted): Promise<boolean>
  /** What brings back what is there now, which is not what is wanted. */
  undo(client: Client, wanted: Wanted): Promise<Step[]>
  /** Whether nobody who reads or writes waits for it, so that it may take its time. */
  readonly inNobodysWay: boolean
  /** Does the step's statement, where that can't run in a transaction. */
  run?(runner: Runner, sql: string, wanted: Wanted): Promise<void>
  /** What must follow, done again by whoever goes on after a kill. */
  after?(runner: Runner, wanted: Wanted): Promise<void>
  /** What the server refused, in words that help; the error itself where there are none. */
  explain?(client: Client, wanted: Wanted, error: unknown): Promise<unknown>
}
