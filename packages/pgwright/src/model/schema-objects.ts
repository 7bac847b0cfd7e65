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

/** A type that no definition makes again: of an extension, or a base type of the user's, which is written in C. */
export const opaqueTypeSchema = objectName.extend({
  /** Null for the user's own. */
  extension: z.string().nullable(),
  /** Its values have a collation. */
  collatable: z.boolean(),
})

/** What one statement of an ordinary role makes again. */
export const ordinaryObjectSchema = definedSchema.extend({
  kind: z.enum(['collation', 'text search dictionary', 'text search configuration', 'operator', 'cast']),
})

const operatorMember = z.object({
  number: z.number(),
  operator: objectName,
  left: objectName,
  right: objectName,
  /** For an operator that orders, as of distances; null for one that searches. */
  sortFamily: objectName.nullable(),
})

const functionMember = z.object({
  number: z.number(),
  function: objectName,
  left: objectName,
  right: objectName,
  argumentTypes: z.array(objectName),
})

/** A family and what is in it. Making one needs a superuser, so it comes in parts and not as text. */
export const operatorFamilySchema = objectName.extend({
  method: z.string(),
  classes: z.array(
    objectName.extend({
      type: objectName,
      default: z.boolean(),
      /** Type of what an index keeps, where it is another. */
      storage: objectName.nullable(),
    }),
  ),
  operators: z.array(operatorMember),
  functions: z.array(functionMember),
})

/** A server that foreign tables are on. Neither its address nor who logs in is carried. */
export const foreignServerSchema = z.object({
  name: z.string(),
  wrapper: z.string(),
  /** `name=value`, of those that plans depend on. */
  options: z.array(z.string()),
})

/** Where the relations of a foreign server, as above, are. */
export const foreignSchema = z.object({ server: z.string(), options: z.array(z.string()) })

/** A tablespace that something is in, with its costs, `name=value`. */
export const tablespaceSchema = z.object({ name: z.string(), options: z.array(z.string()) })

/** A setting that a role has of its own, in this database or in all. */
export const roleSettingSchema = z.object({ role: z.string(), name: z.string(), value: z.string() })

export type OpaqueType = z.infer<typeof opaqueTypeSchema>
export type OrdinaryObject = z.infer<typeof ordinaryObjectSchema>
export type OperatorFamily = z.infer<typeof operatorFamilySchema>
export type ForeignServer = z.infer<typeof foreignServerSchema>
export type TableHook = z.infer<typeof tableHookSchema>
export type DefinedFunction = z.infer<typeof functionSchema>
export type ObjectName = z.infer<typeof objectName>

/** Options of `postgres_fdw` that plans depend on, or show. None says where a server is, or as whom to log in. */
export const foreignPlanOptions: readonly string[] = [
  'async_capable',
  'batch_size',
  'extensions',
  'fdw_startup_cost',
  'fdw_tuple_cost',
  'fetch_size',
  'schema_name',
  'table_name',
  'updatable',
]
