import { z } from 'zod'

/** Times of one form of one thing, in milliseconds as the client saw them. */
export const measurementSchema = z.object({
  runs: z.number(),
  p50Ms: z.number(),
  p95Ms: z.number(),
  minMs: z.number(),
  maxMs: z.number(),
  /** Shared buffers hit and read by one run, the median; null where not measured. */
  buffers: z.number().nullable(),
})

/** Runs right after what the statement reads was taken out of shared buffers; the operating system may hold it still. */
const coldMeasurementSchema = z.object({
  runs: z.number(),
  /** As the server saw it, planning left out. */
  p50Ms: z.number(),
  /** Pages that were not in shared buffers, the median. */
  buffersRead: z.number(),
})

const queryTrialSchema = z.object({
  fingerprint: z.string(),
  sql: z.string(),
  calls: z.number(),
  before: measurementSchema,
  after: measurementSchema,
  /** Null where the rows could not be compared: what is asked instead gives them in other pieces. */
  sameResult: z.boolean().nullable(),
  /** That there is a difference at all, by how many pairs of runs agree, from 0 to 1; absent where plans are the same. */
  confidence: z.number().optional(),
  /** Clearly slower after than before. */
  slower: z.boolean().optional(),
  /** Of the plan as a whole, where it was asked for and could be had. */
  cold: z.object({ before: coldMeasurementSchema, after: coldMeasurementSchema }).optional(),
})

/** How well estimates foretold what was measured. */
const calibrationSchema = z.object({
  /** Statements of which both are known. */
  statements: z.number(),
  /** Spearman's, of the gain of all calls of a statement: 1 where estimates put statements in the right order. */
  rankCorrelation: z.number().nullable(),
  /** The median of the estimated share of a statement's cost that is gained, over the measured share of its time. */
  medianRatio: z.number().nullable(),
})

/** What inserting `rows` rows into a copy of the table costs without and with the change. */
const writeTrialSchema = z.object({
  schema: z.string(),
  table: z.string(),
  rows: z.number(),
  before: measurementSchema,
  after: measurementSchema,
})

export const trialSchema = z.object({
  measuredAt: z.string(),
  /** Server and database, for people; no password. */
  on: z.string(),
  repeats: z.number(),
  /** That a gain had to have to count, from 0.5 to below 1; absent where none was asked for. */
  confidence: z.number().optional(),
  queries: z.array(queryTrialSchema),
  writes: z.array(writeTrialSchema),
  /** True size of what was built; negative for what was dropped. */
  sizeBytes: z.number(),
  buildMs: z.number(),
  verdict: z.enum(['pays', 'does-not-pay', 'undecided']),
  /** One sentence with the figures that the verdict rests on. */
  reason: z.string(),
  /** Of the plan as a whole. */
  calibration: calibrationSchema.optional(),
  /** Where cold figures were asked for: statements without them, and why; null for all. */
  notCold: z.array(z.object({ fingerprint: z.string().nullable(), reason: z.string() })).optional(),
  /** Statements that could not be run, and why. */
  notRun: z.array(z.object({ fingerprint: z.string(), reason: z.string() })),
})

/** What a change did when it was tried on real data. */
export type Trial = z.infer<typeof trialSchema>
export type QueryTrial = Trial['queries'][number]
export type WriteTrial = Trial['writes'][number]
export type ColdMeasurement = z.infer<typeof coldMeasurementSchema>
export type Measurement = z.infer<typeof measurementSchema>
