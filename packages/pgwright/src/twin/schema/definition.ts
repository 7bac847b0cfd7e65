import { quoteQualified } from '../../sql/index.ts'

/** One object of the twin and the statement that makes it. */
export interface Definition {
  /** For people: `table "S 1"."Order"`. */
  readonly object: string
  readonly sql: string
  /** Run by the superuser: nothing in it is text of the snapshot but quoted names. Default: by the twin's own role. */
  readonly privileged?: true
  /**
   * The one table that it is about: what is about another can be made at the same time, and what is about the same stays
   * in its order. Default: it may be about anything.
   */
  readonly about?: string
  /** What follows where it can't be made. Default: that plans may miss it. */
  readonly effect?: string
  /** The same with less, where it can't be made whole after everything else was. */
  readonly instead?: Lesser
}

export interface Lesser {
  readonly sql: string
  /** What is left out, for people. */
  readonly object: string
  readonly effect: string
}

export function defined(kind: string, schema: string, name: string, sql: string): Definition {
  return { object: `${kind} ${quoteQualified(schema, name)}`, sql }
}

/** The parts of a statement that there are. */
export function clauses(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}
