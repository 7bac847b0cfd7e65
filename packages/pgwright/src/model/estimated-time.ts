import { z } from 'zod'

/** What the planner's costs stand for in time on the source, by what its statements took there: an estimate. */
export const estimatedTimeSchema = z.object({
  msPerCostUnit: z.number(),
  /** Statements that it rests on. */
  statements: z.number(),
  /** Within this factor of it are statements that make up four fifths of the time. */
  factor: z.number(),
  /** By all changes over the workload as it was given, with what they cost writes taken off. */
  savedMs: z.number(),
  /** The same of a day; null where the workload was counted for less than an hour, or nobody knows how long. */
  msPerDay: z.number().nullable(),
})

export type EstimatedTime = z.infer<typeof estimatedTimeSchema>
