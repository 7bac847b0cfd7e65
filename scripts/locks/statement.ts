/** One statement whose locks are measured. */
export interface Statement {
  readonly sql: string
  /** What is special about the objects it meets, for the page: `where …`. */
  readonly where?: string
  /** Makes these objects, after those of the group. */
  readonly given?: string
  /** What its transaction does first. */
  readonly first?: string
  /** The first major that knows it. Default: all know it. */
  readonly since?: number
  /** It can't run in a transaction block. */
  readonly outside?: true
  /** What the measuring can't show, said after what the rows are measured to pay. */
  readonly note?: string
}

/** Statements about one sort of objects: a table of the page. */
export interface Group {
  readonly title: string
  /** What its statements read is a matter of their plans, and not told. */
  readonly plansItsReads?: true
  /** Makes the objects that all of them meet. */
  readonly given: string
  readonly statements: readonly Statement[]
}
