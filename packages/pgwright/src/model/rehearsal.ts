import { z } from 'zod'
import { lockSchema } from './change.ts'
import { findingSchema } from './finding.ts'
import { snapshotSchema } from './snapshot.ts'

/** What others can't do meanwhile, from the least to the most. */
export const blockedWork = ['nothing', 'schema changes', 'writes', 'reads and writes'] as const
export type BlockedWork = (typeof blockedWork)[number]

const rehearsalErrorSchema = z.object({
  /** SQLSTATE. */
  code: z.string(),
  /** The server's own words. */
  message: z.string(),
  /** What to do, in one sentence. */
  hint: z.string(),
})

/** Statements that do the same without holding others up, or do what was meant. */
const saferFormSchema = z.object({
  sql: z.array(z.string()),
  /** Why it is safer, and what it asks for: to stand outside a transaction, in a migration of its own. */
  reason: z.string(),
  /** What became of it when it was rehearsed in the statement's place; null where it ran. */
  error: z.string().nullable(),
})

const waitingStatementSchema = z.object({
  fingerprint: z.string(),
  /** Normalised. */
  sql: z.string(),
  /** Null where the source told not since when it counts. */
  callsPerSecond: z.number().nullable(),
})

const rehearsedStatementSchema = z.object({
  file: z.string(),
  /** From 1; null where the tool that wrote the statement tells none. */
  line: z.number().nullable(),
  sql: z.string(),
  /** False: PostgreSQL refused it. */
  ok: z.boolean(),
  error: rehearsalErrorSchema.optional(),
  /** Why it was not run here, which says nothing of whether it runs there. */
  notRehearsed: z.string().optional(),
  /** On relations that were there before the migration: what the statement itself took. */
  locks: z.array(lockSchema),
  /** Written anew, with all their indexes. Quoted, schema-qualified, as below. */
  rewrites: z.array(z.string()),
  /** Read from end to end. */
  scans: z.array(z.string()),
  /** The most that its locks keep others from. */
  blocks: z.enum(blockedWork),
  /** How long it takes at the source's sizes, while it holds its locks: an estimate. Absent where it takes no time. */
  estimateMs: z.number().optional(),
  /** What the estimate rests on. */
  estimateBy: z.string().optional(),
  /** Statements of the workload that would wait for it, those that are called most first. */
  waiting: z.array(waitingStatementSchema),
  findings: z.array(findingSchema),
  saferForm: saferFormSchema.optional(),
})

const changedPlanSchema = z.object({
  fingerprint: z.string(),
  /** Normalised. */
  sql: z.string(),
  calls: z.number(),
  /** The planner's, of one call; null where it can't be planned any more. */
  costBefore: z.number().nullable(),
  costAfter: z.number().nullable(),
  /** Why it can't be planned any more: the migration breaks it. */
  broken: z.string().nullable(),
})

const rehearsedSourceSchema = z.object({
  /** As it was given. */
  path: z.string(),
  /** What runs the migrations that lie there: `prisma`, `drizzle`, `knex`, …; `sql` for files by themselves. */
  tool: z.string(),
  /** How many were left out, because the source has them already; null where only the tool knows. */
  applied: z.number().nullable(),
  /** Why the tool stopped before its end: nothing is known of what it would have done after; null where it did not. */
  stopped: z.string().nullable(),
  /** What else is to be known of how they were read, a sentence each. */
  notes: z.array(z.string()),
})

/** What `rehearse --json` writes. */
export const rehearsalSchema = z.object({
  schemaVersion: z.literal(1),
  source: z.object({ database: z.string(), serverVersion: z.string(), takenAt: z.string() }),
  /** What was run: the major that it was run on differs from the source's only where a gap says so. */
  major: z.number(),
  /** Where the migrations come from. */
  sources: z.array(rehearsedSourceSchema),
  statements: z.array(rehearsedStatementSchema),
  /** Of the workload, after all of the migration. The most called for first. */
  plansChanged: z.array(changedPlanSchema),
  /** Statements of the workload that were planned with and without it. */
  plansCompared: z.number(),
  durationMs: z.number(),
  gaps: snapshotSchema.shape.gaps,
})

export type Rehearsal = z.infer<typeof rehearsalSchema>
export type RehearsedSource = Rehearsal['sources'][number]
export type RehearsedStatement = Rehearsal['statements'][number]
export type ChangedPlan = Rehearsal['plansChanged'][number]
export type RehearsalError = z.infer<typeof rehearsalErrorSchema>
export type SaferForm = z.infer<typeof saferFormSchema>
export type WaitingStatement = z.infer<typeof waitingStatementSchema>
