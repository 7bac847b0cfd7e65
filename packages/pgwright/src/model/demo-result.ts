import { z } from 'zod'
import { measurementSchema } from './trial.ts'

const sideSchema = measurementSchema.extend({
  /** Round trips of one run, the median: an N+1 shows here. */
  statements: z.number(),
})

const claimSchema = z.object({
  beforeMs: z.number().nullable(),
  afterMs: z.number(),
  improvement: z.number().nullable(),
})

/** What `demo --json` writes: the seed's table with claim and measurement. */
export const demoResultSchema = z.object({
  schemaVersion: z.literal(1),
  system: z.string(),
  scale: z.enum(['small', 'medium', 'full']),
  /** `PostgreSQL 18.4`. */
  server: z.string(),
  /** In all tables together. */
  rows: z.number(),
  queries: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      claim: claimSchema,
      naive: sideSchema,
      /** The improved code on the database as it was; null where it needs a change to run at all. */
      codeOnly: sideSchema.nullable(),
      improved: sideSchema,
      /** 1 − improved.p50Ms / naive.p50Ms */
      improvement: z.number(),
      sameResult: z.boolean(),
      met: z.boolean(),
    }),
  ),
  changes: z.array(
    z.object({
      /** A declared change's own name. */
      id: z.string(),
      kind: z.string(),
      /** How many indexes it is about: those that it builds, or all that are dropped. */
      indexes: z.number(),
      sql: z.string(),
      sizeBytes: z.number(),
      reason: z.string(),
    }),
  ),
  /** Advised, tried, and thrown out. */
  rejected: z.array(z.object({ id: z.string(), kind: z.string(), sql: z.string(), reason: z.string() })),
  gates: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      claim: z.string(),
      measured: z.string(),
      met: z.boolean(),
      /** The numbers in it, with their bounds. */
      figures: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          value: z.number(),
          unit: z.string(),
          goal: z.number().nullable(),
          better: z.enum(['lower', 'higher']),
        }),
      ),
    }),
  ),
  indexes: z.object({ beforeBytes: z.number(), afterBytes: z.number() }),
  /** Inserting the same rows into each changed table without and with the plan, milliseconds. */
  writes: z.array(z.object({ table: z.string(), rows: z.number(), beforeMs: z.number(), afterMs: z.number() })),
  stages: z.array(z.object({ name: z.string(), durationMs: z.number() })),
  durationMs: z.number(),
})

export type DemoResult = z.infer<typeof demoResultSchema>
export type DemoQuery = DemoResult['queries'][number]
