import type { Instead, StatementContext } from '../rule.ts'

/** What to do about a statement that PostgreSQL refused. */
export interface RightForm {
  /** One sentence. */
  readonly hint: string
  /** Statements that do what was meant. */
  readonly safer?: Instead
}

/** Known reasons for which PostgreSQL refuses statements. Told by SQLSTATE and parse tree: messages are translated. */
export interface ErrorForm {
  /** SQLSTATEs. */
  readonly codes: readonly string[]
  /** Null where it is something else. */
  explain(context: StatementContext): RightForm | null
}
