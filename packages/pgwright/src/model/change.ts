import { z } from 'zod'
import { trialSchema } from './trial.ts'

const lockSchema = z.object({
  /** Quoted, schema-qualified. */
  relation: z.string(),
  /** As `pg_locks.mode` names it. */
  mode: z.string(),
})

/**
 * One statement of a change, with the state that it is to bring about. `ensure` is what makes a step idempotent:
 * the runner looks whether that state is already there, and cleans up what a killed run left half-made.
 */
export const stepSchema = z.object({
  sql: z.string(),
  ensure: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('index-present'),
      schema: z.string(),
      table: z.string(),
      index: z.string(),
      /** `pg_get_indexdef` of the index wanted; null when PostgreSQL has not written it yet. */
      definition: z.string().nullable(),
    }),
    z.object({ kind: z.literal('index-absent'), schema: z.string(), table: z.string(), index: z.string() }),
    /** Runs each time: such a statement is idempotent by itself (`COMMENT ON`). */
    z.object({ kind: z.literal('always') }),
  ]),
  locks: z.array(lockSchema),
  /** False: PostgreSQL refuses it in a transaction block. */
  transactional: z.boolean(),
})

export const changeSchema = z.object({
  /** Stable for the same change: derived from its kind and SQL. */
  id: z.string(),
  kind: z.enum(['create-index', 'drop-index']),
  schema: z.string(),
  table: z.string(),
  /** The forward steps as one text for people. */
  sql: z.string(),
  rollbackSql: z.string(),
  steps: z.array(stepSchema),
  rollback: z.array(stepSchema),
  /** Estimated size of what is built, or the true size of what is dropped. */
  sizeBytes: z.number(),
  /** In the planner's cost units, weighted by calls: an estimate until there is a trial. */
  benefit: z.object({
    total: z.number(),
    queries: z.array(z.object({ fingerprint: z.string(), costBefore: z.number(), costAfter: z.number() })),
  }),
  /** Estimated cost that the change puts on the workload's writes, same units; negative when it saves some. */
  writeCost: z.number(),
  reason: z.string(),
  dependsOn: z.array(z.string()),
  trial: trialSchema.nullable(),
})

export type Step = z.infer<typeof stepSchema>
export type Change = z.infer<typeof changeSchema>
