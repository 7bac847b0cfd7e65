import { z } from 'zod'

/** `kept`: what the change was worth is seen. `worse`: it costs more than it gives. `undecided`: the figures don't tell. */
export const verdictKinds = ['kept', 'worse', 'undecided'] as const

/** A statement in one window of time. */
const windowFiguresSchema = z.object({
  calls: z.number(),
  meanMs: z.number(),
  /** Blocks of tables and indexes that a call looked at, which unlike times do not depend on what else runs. */
  blocksPerCall: z.number(),
})

const statementVerdictSchema = z.object({
  fingerprint: z.string(),
  /** Normalised. */
  sql: z.string(),
  role: z.string().nullable(),
  before: windowFiguresSchema,
  after: windowFiguresSchema,
  /** Mean time after over before, with what befell all statements alike taken out. */
  ratio: z.number(),
  verdict: z.enum(['better', 'worse', 'undecided']),
  /** Why it is undecided; null where it is not. */
  reason: z.string().nullable(),
})

/** The statements that read or write one of the tables that were changed. */
const tableVerdictSchema = z.object({
  /** Quoted, schema-qualified. */
  table: z.string(),
  changeIds: z.array(z.string()),
  verdict: z.enum(verdictKinds),
  reason: z.string(),
  /** Time a second that all its statements need less since, at the calls of before; negative: more. */
  savedMsPerSecond: z.number(),
  statements: z.array(statementVerdictSchema),
})

export const verdictSchema = z.object({
  verdict: z.enum(verdictKinds),
  windowMs: z.number(),
  /** By how much all other statements' times changed meanwhile; 1 where there are too few to tell. */
  drift: z.number(),
  tables: z.array(tableVerdictSchema),
  /** Changes that were taken back. */
  reverted: z.array(z.string()),
})

/** Whether what was applied is worth in production what it was to be. */
export type Verdict = z.infer<typeof verdictSchema>
export type VerdictKind = Verdict['verdict']
export type TableVerdict = Verdict['tables'][number]
export type StatementVerdict = TableVerdict['statements'][number]
