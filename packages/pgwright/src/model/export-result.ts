import { z } from 'zod'

/** What `export --json` writes. */
export const exportResultSchema = z.object({
  schemaVersion: z.literal(1),
  tool: z.string(),
  folder: z.string(),
  /** In the order in which the tool runs them, with those that go back and those that it keeps for itself among them. */
  files: z.array(
    z.object({
      /** Below the folder. */
      path: z.string(),
      /** `unchanged`: it was there already, word for word, or is left to the tool. */
      state: z.enum(['written', 'unchanged']),
    }),
  ),
  /** How the tool has to be run, and what it can't do, a sentence or two each. */
  notes: z.array(z.string()),
})

export type ExportResult = z.infer<typeof exportResultSchema>
