import { z } from 'zod'

export const objectName = z.object({ schema: z.string(), name: z.string() })

/** An object whose definition is carried as one statement. */
export const definedSchema = objectName.extend({ definition: z.string() })

/** A trigger, or a rewrite rule that is not a view's own. */
export const tableHookSchema = z.object({
  schema: z.string(),
  table: z.string(),
  name: z.string(),
  /** `pg_get_triggerdef` or `pg_get_ruledef`. */
  definition: z.string(),
  /** As `pg_trigger.tgenabled`: in sessions of origin, never, on replicas, always. */
  enabled: z.enum(['O', 'D', 'R', 'A']),
})

/** A function, procedure, window function or aggregate. */
export const functionSchema = objectName.extend({
  /** `pg_get_functiondef`; of an aggregate, `CREATE AGGREGATE`. */
  definition: z.string(),
  kind: z.enum(['function', 'procedure', 'window', 'aggregate']),
  language: z.string(),
  /** With names, modes and defaults, as `pg_get_function_arguments` writes them. */
  arguments: z.string(),
  /** The same without defaults: with its name this identifies it. */
  identity: z.string(),
  /** Of the arguments that a caller gives. */
  argumentTypes: z.array(objectName),
  returnType: objectName,
  /** As `pg_get_function_result` writes it; null for a procedure. */
  result: z.string().nullable(),
  cost: z.number(),
  rows: z.number(),
  volatility: z.enum(['i', 's', 'v']),
  parallel: z.enum(['s', 'r', 'u']),
  strict: z.boolean(),
  leakproof: z.boolean(),
  /** The planner support function. */
  support: objectName.nullable(),
})

export type TableHook = z.infer<typeof tableHookSchema>
export type DefinedFunction = z.infer<typeof functionSchema>
export type ObjectName = z.infer<typeof objectName>
