import { z } from 'zod'

/** A plan as `EXPLAIN (FORMAT JSON, VERBOSE)` has it, with `…` for every literal. */
export const shownPlanSchema = z.record(z.string(), z.unknown())

/** What extended statistics make of the planner's estimates. The sampled figure is of a sample of the source. */
export const statisticsEffectSchema = z.object({
  /** Rows that have the values asked for, or groups that rows fall into. */
  of: z.enum(['rows', 'groups']),
  /** With each column taken by itself. */
  independent: z.number(),
  withStatistics: z.number(),
  sampled: z.number(),
  /** Statements that are planned in another way, each with one set of values. Costs before and after can't be compared. */
  plans: z.array(
    z.object({
      fingerprint: z.string(),
      /** The beginning of its text, without values. */
      sql: z.string(),
      before: shownPlanSchema,
      after: shownPlanSchema,
    }),
  ),
})

export type StatisticsEffect = z.infer<typeof statisticsEffectSchema>
