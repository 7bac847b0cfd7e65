import { z } from 'zod'
import {
  definedSchema,
  foreignSchema,
  foreignServerSchema,
  functionSchema,
  objectName,
  opaqueTypeSchema,
  operatorFamilySchema,
  ordinaryObjectSchema,
  roleSettingSchema,
  tableHookSchema,
  tablespaceSchema,
} from './schema-objects.ts'
import { columnStatisticsSchema, extendedDataSchema } from './statistics.ts'
import { type Workload, workloadSchema } from './workload.ts'

/** Raised when the shape below changes in a way that an older reader would misread. */
export const snapshotVersion = 2

const settingSchema = z.object({
  name: z.string(),
  setting: z.string(),
  /** Unit of `setting` as `pg_settings` gives it, `8kB` meaning blocks. */
  unit: z.string().nullable(),
})

const roleSchema = z.object({
  name: z.string(),
  superuser: z.boolean(),
  bypassRls: z.boolean(),
  /** Roles whose rights, and so whose policies, it has without taking them on. */
  memberOf: z.array(z.string()),
  /** Roles that it may take on with `SET ROLE`, which gives no rights until it does. */
  mayTakeOn: z.array(z.string()).default([]),
})

const columnSchema = z.object({
  name: z.string(),
  /** As `format_type` writes it, schema-qualified where the type is not in `pg_catalog`. */
  type: z.string(),
  notNull: z.boolean(),
  /** Expression of the default, or of the generated column. */
  default: z.string().nullable(),
  identity: z.enum(['', 'a', 'd']),
  generated: z.enum(['', 's', 'v']),
  /** Quoted, schema-qualified; null where it is the type's own. */
  collation: z.string().nullable(),
  /** Merged from a parent (inheritance, partition) and not declared here. */
  inherited: z.boolean(),
  /** `n_distinct` and `n_distinct_inherited` options, as `ALTER COLUMN … SET (…)` takes them. */
  options: z.array(z.string()),
})

/** Counters of `pg_stat_user_tables` since `statsSince`; null for a relation that has none. */
const activitySchema = z.object({
  inserts: z.number(),
  updates: z.number(),
  hotUpdates: z.number(),
  deletes: z.number(),
  sequentialScans: z.number(),
  indexScans: z.number(),
  deadRows: z.number(),
})

/** What the planner knows of a relation's size. `pages` and `tuples` are `pg_class`'s, `blocks` is the file's length. */
const sizeSchema = z.object({
  pages: z.number(),
  tuples: z.number(),
  allVisiblePages: z.number(),
  allFrozenPages: z.number(),
  blocks: z.number(),
})

const relationSchema = objectName.extend({
  kind: z.enum(['table', 'partitioned', 'view', 'matview', 'foreign']),
  persistence: z.enum(['p', 'u', 't']),
  columns: z.array(columnSchema),
  size: sizeSchema,
  toastBytes: z.number(),
  /** Storage parameters, `name=value`. */
  options: z.array(z.string()),
  rowSecurity: z.boolean(),
  forceRowSecurity: z.boolean(),
  owner: z.string(),
  /** Null for what has no file of its own. */
  tablespace: z.string().nullable(),
  /** Of a foreign table. */
  foreign: foreignSchema.nullable(),
  parents: z.array(objectName),
  /** `RANGE (…)` of a partitioned table. */
  partitionKey: z.string().nullable(),
  /** `FOR VALUES …` of a partition. */
  partitionBound: z.string().nullable(),
  /** The query of a view or a materialized view. */
  query: z.string().nullable(),
  activity: activitySchema.nullable(),
})

const indexKeySchema = z.object({
  /** Column name, or null for an expression. */
  column: z.string().nullable(),
  /** As `pg_get_indexdef` writes this key alone: a quoted column or an expression. */
  definition: z.string(),
  operatorClass: z.string(),
  collation: z.string().nullable(),
  descending: z.boolean(),
  nullsFirst: z.boolean(),
})

/** What a GIN index's metapage counts, mostly since the last vacuum. */
const ginCountersSchema = z.object({
  pendingPages: z.number(),
  totalPages: z.number(),
  entryPages: z.number(),
  dataPages: z.number(),
  entries: z.number(),
})

const indexSchema = objectName.extend({
  table: z.string(),
  method: z.string(),
  /** `pg_get_indexdef`: the one text from which exactly this index can be made again. */
  definition: z.string(),
  keys: z.array(indexKeySchema),
  include: z.array(z.string()),
  predicate: z.string().nullable(),
  unique: z.boolean(),
  nullsNotDistinct: z.boolean(),
  primary: z.boolean(),
  exclusion: z.boolean(),
  valid: z.boolean(),
  replicaIdentity: z.boolean(),
  clustered: z.boolean(),
  /** A constraint rests on it: its own, or a foreign key that points to its columns. */
  constraint: z.string().nullable(),
  /** Part of a partitioned table's index; can't be dropped alone. */
  parentIndex: z.string().nullable(),
  comment: z.string().nullable(),
  /** Null for what has no file of its own. */
  tablespace: z.string().nullable(),
  size: sizeSchema,
  /** Levels above the leaves, from the metapage where `pageinspect` may be used; null: to be derived. */
  height: z.number().nullable(),
  /** Of a GIN index whose metapage could be read. */
  gin: ginCountersSchema.nullable(),
  scans: z.number(),
})

const constraintSchema = objectName.extend({
  table: z.string(),
  kind: z.enum(['primary', 'unique', 'foreign', 'check', 'exclusion', 'not-null']),
  /** Of its table, in its own order. Empty where it is an expression's. */
  columns: z.array(z.string()),
  /** `pg_get_constraintdef`. */
  definition: z.string(),
  validated: z.boolean(),
  index: z.string().nullable(),
})

/** Snapshots of before tell the names alone. */
const sequenceSchema = objectName.extend({
  type: z.string().optional(),
  /** `increment by 1 minvalue 1 …`, as `create sequence` takes them. */
  options: z.string().optional(),
  /** Whose own it is; null: nobody's. */
  column: objectName.extend({ table: z.string(), identity: z.boolean() }).nullish(),
})

const policySchema = z.object({
  schema: z.string(),
  table: z.string(),
  name: z.string(),
  command: z.enum(['ALL', 'SELECT', 'INSERT', 'UPDATE', 'DELETE']),
  permissive: z.boolean(),
  /** `public` stands for everyone. */
  roles: z.array(z.string()),
  using: z.string().nullable(),
  check: z.string().nullable(),
})

export const snapshotSchema = z.object({
  format: z.literal('pgwright-snapshot'),
  schemaVersion: z.literal(snapshotVersion),
  takenAt: z.string(),
  /** The role that read it, whose rights and policies hold for what it saw. */
  takenBy: z.string(),
  server: z.object({ version: z.string(), versionNum: z.number(), major: z.number() }),
  database: z.object({
    name: z.string(),
    encoding: z.string(),
    /** Of the default collation: the C library, ICU, or built in. */
    collationProvider: z.enum(['c', 'i', 'b']),
    /** The C library's locales. */
    collate: z.string(),
    ctype: z.string(),
    /** Of ICU or built in; null where the C library provides. */
    locale: z.string().nullable(),
    sizeBytes: z.number(),
    /** When the cumulative statistics were last reset; null: never. */
    statsSince: z.string().nullable(),
  }),
  /** As everybody has them in this database. */
  settings: z.array(settingSchema),
  /** Of the roles below, over those above. */
  roleSettings: z.array(roleSettingSchema),
  tablespaces: z.array(tablespaceSchema),
  roles: z.array(roleSchema),
  schemas: z.array(z.string()),
  extensions: z.array(objectName.extend({ version: z.string() })),
  /** Enums, domains, composite and range types, in the order of their creation. */
  types: z.array(definedSchema),
  opaqueTypes: z.array(opaqueTypeSchema),
  /** In the order of their creation. */
  functions: z.array(functionSchema),
  /** Collations, text search, operators and casts, in the order in which they need each other. */
  objects: z.array(ordinaryObjectSchema),
  operatorFamilies: z.array(operatorFamilySchema),
  foreignServers: z.array(foreignServerSchema),
  sequences: z.array(sequenceSchema),
  /** In the order of their creation, so that parents come before children and tables before views. */
  relations: z.array(relationSchema),
  constraints: z.array(constraintSchema),
  indexes: z.array(indexSchema),
  policies: z.array(policySchema),
  /** Those that users made; a partitioned table's stand for its partitions' too. */
  triggers: z.array(tableHookSchema),
  /** Without those that views consist of. */
  rules: z.array(tableHookSchema),
  columnStatistics: z.array(columnStatisticsSchema),
  extendedStatistics: z.array(definedSchema.extend({ table: z.string(), data: z.array(extendedDataSchema) })),
  workload: workloadSchema,
  /** What could not be read, why, and what follows from it. */
  gaps: z.array(z.object({ object: z.string(), reason: z.string(), effect: z.string() })),
})

/** Catalog, statistics, settings and workload of one database at one time. Holds no user data but column statistics. */
export type Snapshot = Omit<z.infer<typeof snapshotSchema>, 'workload'> & { workload: Workload }
export type Relation = Snapshot['relations'][number]
export type Column = Relation['columns'][number]
export type Index = Snapshot['indexes'][number]
export type GinCounters = z.infer<typeof ginCountersSchema>
export type IndexKey = Index['keys'][number]
export type Sequence = Snapshot['sequences'][number]
export type Policy = Snapshot['policies'][number]
export type Gap = Snapshot['gaps'][number]
export type RelationSize = Relation['size']
