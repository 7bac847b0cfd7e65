import { z } from 'zod'
import { snapshotSchema } from './snapshot.ts'
import { shownPlanSchema as planSchema } from './statistics-effect.ts'

/** What `twin verify --json` writes. */
export const verifyResultSchema = z.object({
  schemaVersion: z.literal(1),
  server: z.object({ source: z.string(), twin: z.string() }),
  queries: z.array(
    z.object({
      /** The file's name without its ending, `#2` for its second statement. */
      name: z.string(),
      /** The same tree with the same estimates, costs within a millionth. */
      identical: z.boolean(),
      /** The same tree, whatever the estimates. */
      sameTree: z.boolean(),
      /** Total cost on the twin over that on the source; null where one of them can't plan it. */
      costRatio: z.number().nullable(),
      sourceCost: z.number().nullable(),
      twinCost: z.number().nullable(),
      /** What differs first, or why there is no plan; holds no literal of the query. */
      difference: z.string().optional(),
    }),
  ),
  /** Of the queries that the source can plan. */
  identicalShare: z.number(),
  buildMs: z.number(),
  /** Taken on disk by the twin's whole server, its files' holes not counted. */
  diskBytes: z.number(),
  gaps: snapshotSchema.shape.gaps,
})

export type VerifyResult = z.infer<typeof verifyResultSchema>

/** A statement with `$n`, planned for any values and with several sets of values: an estimate of what it may be given. */
const parameterPlansSchema = z.object({
  /** The plan depends on the values. */
  flips: z.boolean(),
  genericCost: z.number(),
  /** Over the sets, by their weight. */
  averageCost: z.number(),
  sets: z.array(
    z.object({
      label: z.string(),
      /** How often such values are taken to be given; all together are 1. */
      weight: z.number(),
      /** How many of a column's rows have the value: never the value itself. */
      frequencies: z.array(
        z.object({
          parameter: z.union([z.number(), z.string()]),
          column: z.string(),
          kind: z.string(),
          frequency: z.number(),
        }),
      ),
      cost: z.number(),
      plan: planSchema,
    }),
  ),
})

/** What `twin explain --json` writes. Costs are the planner's: estimates. */
export const explainResultSchema = z.object({
  schemaVersion: z.literal(1),
  statements: z.array(
    z.object({
      fingerprint: z.string(),
      /** Normalised. */
      sql: z.string(),
      calls: z.number(),
      costBefore: z.number(),
      costAfter: z.number(),
      /** The plan is another, and not only cheaper or dearer. */
      flips: z.boolean(),
      before: planSchema,
      after: planSchema,
      /** Null for a statement without parameters. */
      parameters: z.object({ before: parameterPlansSchema, after: parameterPlansSchema }).nullable(),
    }),
  ),
  unplanned: z.array(
    z.object({ fingerprint: z.string(), sql: z.string(), side: z.enum(['before', 'after']), reason: z.string() }),
  ),
  /** Sums of total cost times calls. */
  costBefore: z.number(),
  costAfter: z.number(),
  flips: z.number(),
  /** Indexes that were added, with the size that a build on the source would give them. */
  added: z.array(z.object({ index: z.string(), sql: z.string(), sizeBytes: z.number() })),
  notes: z.array(z.string()),
  gaps: snapshotSchema.shape.gaps,
})

export type ParameterPlans = z.infer<typeof parameterPlansSchema>
export type ExplainResult = z.infer<typeof explainResultSchema>
