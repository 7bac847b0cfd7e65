import type { Column, ObjectName } from '../../model/index.ts'
import type { Node } from '../../sql/index.ts'

/** A condition that compares something about a column with a value. */
export interface Comparison {
  /** The side that has the column. */
  readonly about: Node
  readonly operator: string
  readonly value: Node
  readonly valueText: string
  /** The whole condition as it is written. */
  readonly text: string
  /** The table's column that a node is and nothing else, and the text by which the query calls it. */
  readonly column: (node: Node) => NamedColumn | null
  /** Whether a node is a parameter that the statement has in no other place. */
  readonly standsOnce: (node: Node) => boolean
}

export interface NamedColumn {
  readonly table: ObjectName
  readonly column: Column
  readonly text: string
}

/** What to write in place of a condition, and the table whose column it no longer hides. */
export interface Instead {
  readonly text: string
  readonly table: ObjectName
}

/**
 * A way to write a condition so that an index on the bare column serves it. The new text holds for the same rows as the
 * old one whatever the values are, or raises an error where a day is out of reach; null where that can't be shown.
 */
export interface Rule {
  /** What is wrong with the condition, as a sentence. */
  readonly because: string
  readonly rewrite: (comparison: Comparison) => Instead | null
}
