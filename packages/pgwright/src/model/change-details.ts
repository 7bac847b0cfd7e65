import { z } from 'zod'

/** What a change does to one statement. Costs are the planner's, of one call on an average. */
const statementEffectSchema = z.object({
  fingerprint: z.string(),
  /** The beginning of its text, without values. */
  sql: z.string(),
  calls: z.number(),
  costBefore: z.number(),
  costAfter: z.number(),
})

/** The figures behind a change's reason. All of them are estimates. */
export const changeDetailsSchema = z.object({
  /** What matters most comes first. */
  gains: z.array(statementEffectSchema),
  losses: z.array(statementEffectSchema),
  /** Quoted, qualified names of indexes that are dropped because of it. */
  replaces: z.array(z.string()),
  /** Of building it where nothing else runs; null where nothing is built. `concurrently` takes about twice as long. */
  buildMs: z.number().nullable(),
  /** The strongest that its steps take, as `pg_locks.mode` names it. */
  lock: z.string(),
  /** What it adds to the workload's writes; negative where it saves them something. */
  writes: z.object({
    /** Entries in this index, and in others for want of heap-only updates. */
    entries: z.number(),
    /** Updated rows whose new versions are no longer heap-only tuples. */
    heapOnlyLost: z.number(),
    walBytes: z.number(),
  }),
  /** The benefit if each statement always had, of the sets of values that it was planned with, the worst or the best. */
  confidence: z.object({
    low: z.number(),
    high: z.number(),
    /** Sets of values of the statements that it changes, all together. */
    valueSets: z.number(),
  }),
  /** What would make the figures wrong, a sentence each. */
  caveats: z.array(z.string()),
})

export type ChangeDetails = z.infer<typeof changeDetailsSchema>
export type StatementEffect = z.infer<typeof statementEffectSchema>
