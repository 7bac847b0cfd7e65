import { z } from 'zod'
import { findingSchema } from './finding.ts'

/** What `trace --json` writes. `file` and `line` of a finding's evidence are null where no line is the program's own. */
export const traceResultSchema = z.object({
  schemaVersion: z.literal(1),
  command: z.array(z.string()),
  /** Of the program; null where a signal ended it. */
  exitCode: z.number().nullable(),
  /** Node processes that asked the database for something. */
  processes: z.number(),
  /** Requests to servers of the program. */
  requests: z.number(),
  roundTrips: z.number(),
  /** Statements and answers that were not looked at, to keep memory in bounds. */
  leftOut: z.number(),
  /** Libraries that ask where no line of the program is known. */
  linesNotKnown: z.array(z.string()),
  /** For `advise --workload`. */
  traceFile: z.string(),
  /** The most round trips first. */
  findings: z.array(findingSchema),
})
export type TraceResult = z.infer<typeof traceResultSchema>
