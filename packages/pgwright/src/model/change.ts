import { z } from 'zod'
import { changeDetailsSchema } from './change-details.ts'
import { objectName } from './schema-objects.ts'
import { stateSchemas } from './state.ts'
import { statisticsEffectSchema } from './statistics-effect.ts'
import { trialSchema } from './trial.ts'

/** What is neither table nor index, by what `apply` must find under its name. */
export const objectTypes = [
  'extension',
  'table column',
  'table constraint',
  'function',
  'trigger',
  'view',
  'materialized view',
  'statistics object',
  'policy',
] as const

const objectSchema = {
  type: z.enum(objectTypes),
  /**
   * From the schema down, as the catalog has them: `['public', 'users', 'client_count']` for a column, constraint,
   * trigger or policy, `['public', 'stats']` for a view, extended statistics or a function without arguments, `['btree_gist']` for
   * an extension.
   */
  names: z.array(z.string()),
}

export const lockSchema = z.object({
  /** Quoted, schema-qualified. */
  relation: z.string(),
  /** As `pg_locks.mode` names it. */
  mode: z.string(),
})

const indexSchema = { schema: z.string(), table: z.string(), index: z.string() }

/** An index of a partition, and the one of the partitioned table above it. */
const partSchema = { ...indexSchema, parent: objectName }

/**
 * One statement of a change, with the state that it is to bring about. `ensure` is what makes a step idempotent:
 * the runner looks whether that state is already there, and cleans up what a killed run left half-made.
 */
export const stepSchema = z.object({
  sql: z.string(),
  ensure: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('index-present'),
      ...indexSchema,
      /** `pg_get_indexdef` of the index wanted; null when PostgreSQL has not written it yet. */
      definition: z.string().nullable(),
    }),
    z.object({ kind: z.literal('index-absent'), ...indexSchema }),
    /** Of a partitioned table, the index that its partitions' belong to: valid once each of them has its own. */
    z.object({
      kind: z.literal('partitioned-index-present'),
      ...indexSchema,
      /** As above. */
      definition: z.string().nullable(),
    }),
    /** Gone, and with it all that belong to it. */
    z.object({ kind: z.literal('partitioned-index-absent'), ...indexSchema }),
    z.object({ kind: z.literal('index-attached'), ...partSchema }),
    /** PostgreSQL can't take one out alone: the partitioned table's is dropped, with all that belong to it. */
    z.object({ kind: z.literal('index-detached'), ...partSchema }),
    z.object({
      kind: z.literal('object-present'),
      ...objectSchema,
      /** As PostgreSQL writes it; null until it has. */
      definition: z.string().nullable(),
    }),
    z.object({ kind: z.literal('object-absent'), ...objectSchema }),
    ...stateSchemas,
    /** Runs each time: such a statement is idempotent by itself (`COMMENT ON`, a count written anew). */
    z.object({ kind: z.literal('always') }),
  ]),
  locks: z.array(lockSchema),
  /** False: PostgreSQL refuses it in a transaction block. */
  transactional: z.boolean(),
})

const askedSchema = z.object({
  sql: z.string(),
  /** How many round trips: each takes its number, from 1, as the last parameter. Null: one, and no such parameter. */
  times: z.number().int().positive().nullable(),
})

/** What the application asks without and with a change: two calls that do the same, given the same values. */
export const formsSchema = z.object({
  before: z.array(askedSchema),
  after: z.array(askedSchema),
  /**
   * A query whose rows are values for both, so that a plan holds none: its columns are `$1`, `$2` and so on, in order.
   * A column whose name has a dot is a setting (`"app.current_org_id"`), local to the transaction.
   */
  values: z.string(),
  /** Who asks; null: the session's own role. */
  role: z.string().nullable(),
})

export const changeSchema = z.object({
  /** Stable for the same change: derived from its kind and SQL. */
  id: z.string(),
  /** `rewrite-query` is for the application to do: it has no steps. */
  kind: z.enum([
    'create-index',
    'drop-index',
    'add-constraint',
    'set-not-null',
    'set-options',
    'set-setting',
    'change-policy',
    'change-type',
    'create-view',
    'add-counters',
    'create-statistics',
    'rewrite-query',
  ]),
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
  /** Saved a day, writes taken off: an estimate. Absent where the source told no times, or not of how many days. */
  msPerDay: z.number().optional(),
  reason: z.string(),
  /** Of what `advise` proposes. */
  details: changeDetailsSchema.optional(),
  /** Of `create-statistics`: the estimates that it puts right. */
  statistics: statisticsEffectSchema.optional(),
  /** Null where the workload's own statements show what the change is worth. */
  forms: formsSchema.nullable().default(null),
  dependsOn: z.array(z.string()),
  trial: trialSchema.nullable(),
})

/** What an `object-present` or `object-absent` step is about. */
export interface DatabaseObject {
  readonly type: (typeof objectTypes)[number]
  readonly names: readonly string[]
}
export type Forms = z.infer<typeof formsSchema>
export type Step = z.infer<typeof stepSchema>
export type Change = z.infer<typeof changeSchema>
