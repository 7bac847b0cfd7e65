import { z } from 'zod'

/** One statement and how often it ran. */
export const statementSchema = z.object({
  /** pgwright's own fingerprint of `sql`: stable across servers and majors. */
  fingerprint: z.string(),
  /**
   * With `$n` for what differs from call to call. In memory it keeps the literals that were the same in every call, which
   * is what partial indexes are made of; in a file it has none.
   */
  sql: z.string(),
  /** The role that ran it; its policies are part of the statement. Null where unknown. */
  role: z.string().nullable(),
  calls: z.number(),
  /** Execution time over all calls; 0 where the source does not know it. */
  totalMs: z.number(),
  rows: z.number(),
})

/** A statement that was left out, and why; or several for the same reason, `…` standing for their texts. */
export const excludedSchema = z.object({
  sql: z.string(),
  reason: z.string(),
  /** 1 where it is not given. */
  count: z.number().optional(),
})

export const workloadSchema = z.object({
  /** Where the figures come from, for people: `pg_stat_statements since …`, a folder, a file. */
  source: z.string(),
  /** How long its calls were counted. Absent where that is unknown. */
  periodMs: z.number().optional(),
  statements: z.array(statementSchema),
  /** Statements that were left out, and why. */
  excluded: z.array(excludedSchema),
})

/** A statement with the values of some of its calls. */
export interface StatementSample {
  /** As PostgreSQL takes it, literals in place; a parameter whose value is not known is still `$n`. */
  readonly sql: string
  /** The calls that it stands for. Those of all samples of a statement are together the statement's. */
  readonly calls: number
}

export type Excluded = z.infer<typeof excludedSchema>

/** How many statements were left out: one of the list can be several. */
export function leftOut(excluded: readonly Excluded[]): number {
  return excluded.reduce((sum, { count = 1 }) => sum + count, 0)
}

export type Statement = z.infer<typeof statementSchema> & {
  /** Where the source tells values, at most 20. They are planned with, and are in no file. */
  readonly samples?: readonly StatementSample[]
}

export type Workload = Omit<z.infer<typeof workloadSchema>, 'statements'> & { statements: Statement[] }

/**
 * A line of a `.jsonl` file: one call of a statement, or several. Whatever else a line holds is passed over, so that a
 * trace of an application, which tells more of each call, is such a file too.
 */
export const statementLineSchema = z.object({
  sql: z.string(),
  calls: z.number().positive().optional(),
  /** Of all calls of the line together. */
  durationMs: z.number().nonnegative().optional(),
  /** Values of `$1`, `$2`, … */
  params: z.array(z.unknown()).nullish(),
})
