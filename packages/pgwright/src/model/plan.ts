import { z } from 'zod'
import { changeSchema } from './change.ts'
import { estimatedTimeSchema } from './estimated-time.ts'
import { tableShapeSchema } from './table-shape.ts'
import { trialSchema } from './trial.ts'
import { workloadSchema } from './workload.ts'

export const planVersion = 1

export const planSchema = z.object({
  format: z.literal('pgwright-plan'),
  schemaVersion: z.literal(planVersion),
  createdAt: z.string(),
  source: z.object({ database: z.string(), serverVersion: z.string() }),
  /** What it was advised for; `prove` measures these statements. */
  workload: workloadSchema,
  /** Weighted sums of the planner's total costs. */
  costBefore: z.number(),
  costAfter: z.number(),
  /** What a call of each statement costs without and with all the indexes advised for it as it is, in the planner's units. */
  estimates: z.array(z.object({ fingerprint: z.string(), costBefore: z.number(), costAfter: z.number() })).optional(),
  /** Absent where the source told no times. */
  time: estimatedTimeSchema.optional(),
  /** The tables that it changes, as they were when it was made: a target that differs is refused. */
  tables: z.array(tableShapeSchema).optional(),
  /** In the order in which they are to be applied. */
  changes: z.array(changeSchema),
  /** Thrown out, with the reason: by proof, or by hand. */
  rejected: z.array(z.object({ change: changeSchema, reason: z.string() })),
  /** The plan as a whole, tried. */
  trial: trialSchema.nullable(),
})

/** Ordered changes as a file that people review and commit to git. */
export type Plan = z.infer<typeof planSchema>
