import { z } from 'zod'

/** Something that would help and is nothing to apply: a setting, or another way of asking. */
export const noteSchema = z.object({
  kind: z.enum(['setting', 'policy', 'paging', 'group-limit', 'materialized-view', 'partitioning']),
  title: z.string(),
  /** Whom it concerns, without values. */
  statements: z.array(z.object({ fingerprint: z.string(), sql: z.string() })),
  /** What was seen on the twin: estimates. */
  evidence: z.string(),
  /** What to do about it. */
  advice: z.string(),
})

export type Note = z.infer<typeof noteSchema>
