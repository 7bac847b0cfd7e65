import type { BlockedWork, Relation, SaferForm, Severity, Snapshot, WaitingStatement } from '../model/index.ts'
import type { Node } from '../sql/index.ts'
import type { StatementEffects } from './effects/effects.ts'
import type { RelationLock } from './effects/locks.ts'
import type { Refusal } from './stage.ts'

/** What stands around a statement. */
export interface Surroundings {
  readonly file: string
  /** Of the same file, after it. */
  later(): readonly Node[]
  /** Of the same file, before it. */
  earlier(): readonly Node[]
  /** All statements of all files, in their order. */
  readonly all: readonly Node[]
  /** The tool wraps the file in one transaction. */
  readonly wrapped: boolean
}

/** A statement that was performed, as rules see it. */
export interface StatementContext extends Surroundings {
  readonly sql: string
  /** Null where pgwright's parser does not know it. */
  readonly tree: Node | null
  readonly refusal: Refusal | null
  readonly effects: StatementEffects
  readonly blocks: BlockedWork
  /** How long it holds its locks, an estimate; 0 where it takes no time. */
  readonly estimateMs: number
  /** What its transaction held before. */
  readonly heldBefore: readonly RelationLock[]
  readonly inTransaction: boolean
  /** `if not exists` of what was there: nothing was done. */
  readonly skipped: boolean
  /** Statements of the same transaction before it, the nearest last. */
  readonly before: readonly Node[]
  /** Settings that the file has set by now, such as `lock_timeout`, by name in small letters; `''` is the default. */
  readonly settings: ReadonlyMap<string, string>
  /** The source as it is before the migration. */
  readonly snapshot: Snapshot
  /** Where names without a schema are looked for. */
  readonly path: readonly string[]
  /** What a name of now is on the source; null for what the migration itself has made, which nobody waits for. */
  find(relation: string): Relation | null
  /** A name as the statement has it, along the source's search path; as {@link find}. */
  resolve(schema: string | undefined, name: string | undefined): Relation | null
  /** Statements of the workload that name a relation, or a column of it, those that are called most first. */
  uses(relation: Relation, column?: string): readonly WaitingStatement[]
}

/** Statements to take a statement's place. */
export type Instead = Pick<SaferForm, 'sql' | 'reason'>

/** What a rule has against a statement. */
export interface RuleFinding {
  /** As PostgreSQL takes its name: `public.orders`, `public.orders.created_at`. */
  readonly object: string
  readonly objectType: string
  readonly message: string
  readonly help: string
  /** Another severity than the rule's, where it is more or less bad here. */
  readonly severity?: Severity
  /** Of an `alter table`, the command that it is about, from 0: then `safer` takes that command's place alone. */
  readonly at?: number
  readonly safer?: Instead
  /** Statements that are to follow or go before, where nothing is to take the statement's place. */
  readonly fix?: readonly string[]
}

/** Something that a migration can do that hurts. */
export interface Rule {
  /** kebab-case. */
  readonly id: string
  /** What is wrong, in a few words. */
  readonly title: string
  readonly severity: Severity
  /** Told of once for each file: what holds for one statement of it holds for most. */
  readonly onceInFile?: true
  /** Asked about statements that found there what they were to make: other rules are not. */
  readonly ofSkipped?: true
  /** Not asked about statements that PostgreSQL refused. */
  detect(statement: StatementContext): readonly RuleFinding[]
}
