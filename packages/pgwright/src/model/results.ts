import { z } from 'zod'
import { changeSchema } from './change.ts'
import { estimatedTimeSchema } from './estimated-time.ts'
import { noteSchema } from './note.ts'
import { runSchema } from './run.ts'
import { snapshotSchema } from './snapshot.ts'
import { verdictSchema } from './verdict.ts'
import { excludedSchema } from './workload.ts'

/** What `snapshot --json` writes: what is in the file that it made. */
export const snapshotResultSchema = z.object({
  schemaVersion: z.literal(1),
  file: z.string(),
  sizeBytes: z.number(),
  relations: z.number(),
  indexes: z.number(),
  statements: z.number(),
  /** Of `--redact`: statements that were planned with and without the values, and how many plans are others. */
  redaction: z
    .object({
      plans: z.number(),
      changed: z.number(),
      /** The same tree with other rows or costs. */
      estimatesChanged: z.number(),
    })
    .nullable(),
  gaps: snapshotSchema.shape.gaps,
})

/** What `advise --json` writes. Costs are the planner's, weighted as `weightBy` says: estimates. */
export const adviceResultSchema = z.object({
  schemaVersion: z.literal(1),
  workload: z.object({
    /** Statements that were advised on, and their calls. */
    queries: z.number(),
    calls: z.number(),
    /** Statements of the workload that these stand for, themselves among them. */
    represented: z.number(),
    /** Part of the workload's calls and time that they stand for; less than 1 where it had too many statements. */
    share: z.number(),
    weightBy: z.enum(['calls', 'time', 'both']),
    excluded: z.array(excludedSchema),
  }),
  costBefore: z.number(),
  costAfter: z.number(),
  /** Null where the source told no times. */
  time: estimatedTimeSchema.nullable(),
  /** What no set, within the limits, of the indexes that some plan uses can bring the cost below. */
  lowerBound: z.number(),
  /** Indexes that were looked at. */
  candidates: z.number(),
  whatIfCalls: z.number(),
  /**
   * What an index had to save, as shares: of the workload's cost, or of what is left of it; or it had to halve a statement
   * that makes up `calls` of the calls.
   */
  minGain: z.object({ cost: z.number(), rest: z.number().nullable(), calls: z.number().nullable() }),
  /** The time limit ended the search; with more time it might find better. */
  timedOut: z.boolean(),
  durationMs: z.number(),
  changes: z.array(changeSchema.omit({ steps: true, rollback: true, trial: true })),
  notes: z.array(noteSchema),
  gaps: snapshotSchema.shape.gaps,
})

/** What `apply --json` and `rollback --json` write. */
export const runResultSchema = z.object({ schemaVersion: z.literal(1), run: runSchema })

/** What `apply --json` writes; the verdict is there after `--verify`. */
export const applyResultSchema = runResultSchema.extend({ verdict: verdictSchema.optional() })

/** What `apply --dry-run --json` writes. */
export const dryRunResultSchema = z.object({
  schemaVersion: z.literal(1),
  /** What is run, word for word and in order; comments among them. */
  statements: z.array(z.string()),
  /** The steps as they went on an empty copy of the target; none with `--no-rehearsal`. */
  rehearsed: z.array(
    z.object({
      sql: z.string(),
      /** What takes it back; empty where there is nothing to take back, or no way. */
      rollback: z.array(z.string()),
      undoable: z.boolean(),
    }),
  ),
})

/** What `change-type --json` writes. Names are as the catalog has them. */
export const typeChangeResultSchema = z.object({
  schemaVersion: z.literal(1),
  /** By a column beside it; in the plain way, where that writes and reads no row; or the end of such a change. */
  way: z.enum(['beside', 'plain', 'finish']),
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  /** Null at the end. */
  type: z.string().nullable(),
  /** What happens, and what is to be known before. */
  reason: z.string(),
  /** What is run, word for word and in order; comments among them. */
  statements: z.array(z.string()),
  /** What takes it back; empty where it is for good, or in the plain way. */
  rollback: z.array(z.string()),
  /**
   * Columns that refer to it by foreign keys, or to others of them, and can't hold all that it will; in the order in
   * which they are best given the type too, those first that no other refers to.
   */
  referring: z.array(z.object({ schema: z.string(), table: z.string(), column: z.string(), type: z.string() })),
  /** Where the plan was written; null without `--out`, and for the plain way, which needs none. */
  file: z.string().nullable(),
})

/** What `runs --json` writes, newest first. */
export const runsResultSchema = z.object({ schemaVersion: z.literal(1), runs: z.array(runSchema) })

export type SnapshotResult = z.infer<typeof snapshotResultSchema>
export type AdviceResult = z.infer<typeof adviceResultSchema>
export type DryRunResult = z.infer<typeof dryRunResultSchema>
export type RunResult = z.infer<typeof runResultSchema>
export type TypeChangeResult = z.infer<typeof typeChangeResultSchema>
export type RunsResult = z.infer<typeof runsResultSchema>
