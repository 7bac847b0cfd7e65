import { z } from 'zod'

/**
 * One statement and how often it ran. `sql` is normalised, but for workloads from files, whose literals are planned with
 * and go no further than the process.
 */
export const statementSchema = z.object({
  /** pgwright's own fingerprint of `sql`: stable across servers and majors. */
  fingerprint: z.string(),
  sql: z.string(),
  /** The role that ran it; its policies are part of the statement. Null where unknown. */
  role: z.string().nullable(),
  calls: z.number(),
  /** Execution time over all calls; 0 where the source does not know it. */
  totalMs: z.number(),
  rows: z.number(),
})

export const workloadSchema = z.object({
  /** Where the figures come from, for people: `pg_stat_statements since …`, a folder, a file. */
  source: z.string(),
  statements: z.array(statementSchema),
  /** Statements that were left out, and why. */
  excluded: z.array(z.object({ sql: z.string(), reason: z.string() })),
})

export type Statement = z.infer<typeof statementSchema>
export type Workload = z.infer<typeof workloadSchema>
