/** A second form of a table, partitioned by month. */
export interface PartitionedForm {
  /** As the catalog has it. */
  readonly table: string
  /** What it is partitioned by: a timestamptz. */
  readonly column: string
  /** First month, and the one after the last: `2024-01-01`. */
  readonly from: string
  readonly before: string
  /** Columns of the primary key, the partition key among them: PostgreSQL checks uniqueness partition by partition. */
  readonly primaryKey: readonly string[]
  /** What follows `create index on …`: `(user_id, "timestamp" desc)`. */
  readonly indexes: readonly string[]
  /** Columns whose few values are told again and again, and which are kept once, beside the form. */
  readonly dictionaries?: readonly Dictionary[]
}

/** A text column of the table that is `<column>_id` in its partitioned form. */
export interface Dictionary {
  readonly column: string
  /** Holds each value once: `id` and `value`, in the schema of the partitioned forms. */
  readonly table: string
}

/** The schema that holds partitioned forms, each under the name of its table. */
export const partitionedSchema = 'partitioned'
