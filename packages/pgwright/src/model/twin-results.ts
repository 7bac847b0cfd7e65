import { z } from 'zod'
import { snapshotSchema } from './snapshot.ts'

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
