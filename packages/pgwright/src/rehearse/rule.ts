import type { BlockedWork, Relation, SaferForm, Severity, Snapshot } from '../model/index.ts'
import type { Node } from '../sql/index.ts'
import type { StatementEffects } from './effects/effects.ts'
import type { RelationLock } from './effects/locks.ts'
import type { Refusal } from './stage.ts'

/** A statement that was performed, as rules see it. */
export interface StatementContext {
  readonly file: string
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
  /** Statements of the same transaction before it, the nearest last. */
  readonly before: readonly Node[]
  /** Settings that are set by now, such as `lock_timeout`, by name in small letters. */
  readonly settings: ReadonlySet<string>
  /** The source as it is before the migration. */
  readonly snapshot: Snapshot
  /** What a name of now is on the source; null for what the migration itself has made, which nobody waits for. */
  find(relation: string): Relation | null
  /** A name as the statement has it, along the source's search path; as {@link find}. */
  resolve(schema: string | undefined, name: string | undefined): Relation | null
}

/** What a rule has against a statement. */
export interface RuleFinding {
  /** As PostgreSQL takes its name: `public.orders`, `public.orders.created_at`. */
  readonly object: string
  readonly objectType: string
  readonly message: string
  readonly help: string
  /** Another severity than the rule's, where it is more or less bad here. */
  readonly severity?: Severity
  /** Statements to take the statement's place. */
  readonly safer?: Pick<SaferForm, 'sql' | 'reason'>
}

/** Something that a migration can do that hurts. */
export interface Rule {
  /** kebab-case. */
  readonly id: string
  /** What is wrong, in a few words. */
  readonly title: string
  readonly severity: Severity
  detect(statement: StatementContext): readonly RuleFinding[]
}
