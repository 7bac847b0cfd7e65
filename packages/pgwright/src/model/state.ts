import { z } from 'zod'

const ofTable = { schema: z.string(), table: z.string() }
const ofColumn = { ...ofTable, column: z.string() }

/** As the catalog has them; null: not set. */
const optionsSchema = z.record(z.string(), z.string().nullable())

/** `castTo` is a type as PostgreSQL writes it. */
const derived = { expression: z.string(), castTo: z.string() }

/** States of what is there already, each brought about by one statement. Names are as the catalog has them. */
export const stateSchemas = [
  /** `VALIDATE CONSTRAINT`: every row is known to keep to it. */
  z.object({ kind: z.literal('constraint-valid'), ...ofTable, constraint: z.string() }),
  z.object({ kind: z.literal('column-not-null'), ...ofColumn }),
  z.object({ kind: z.literal('column-nullable'), ...ofColumn }),
  /** Of a table, index or view; those of a table's TOAST table as `toast.autovacuum_enabled`. */
  z.object({ kind: z.literal('options-set'), schema: z.string(), relation: z.string(), options: optionsSchema }),
  /** `statistics`, `storage`, `compression`, `n_distinct`, `n_distinct_inherited`. */
  z.object({ kind: z.literal('column-options'), ...ofColumn, options: optionsSchema }),
  z.object({
    kind: z.literal('setting-set'),
    scope: z.enum(['system', 'database', 'role', 'role-in-database']),
    /** Null where the scope has none; so is `role`. */
    database: z.string().nullable(),
    role: z.string().nullable(),
    name: z.string(),
    /** As the catalog has it, a list as `"$user", public`; null: not set there. */
    value: z.string().nullable(),
  }),
  /** Of a policy that is there; null where it has no such expression. */
  z.object({
    kind: z.literal('policy-as'),
    ...ofTable,
    policy: z.string(),
    using: z.string().nullable(),
    check: z.string().nullable(),
  }),
  /** Every row has in it what the expression, of the table's other columns, gives; written in batches. */
  z.object({ kind: z.literal('column-filled'), ...ofColumn, ...derived }),
  /** The same, only looked at. */
  z.object({ kind: z.literal('columns-agree'), ...ofColumn, ...derived }),
  /**
   * The column's name belongs to what was `incoming`, and what had it is now `outgoing`, with all that hangs on it: the
   * way of a column to another type, and back.
   */
  z.object({
    kind: z.literal('columns-swapped'),
    ...ofColumn,
    incoming: z.string(),
    outgoing: z.string(),
    /** As `ALTER COLUMN TYPE … USING` has it, of the column; null: as PostgreSQL casts it. */
    using: z.string().nullable(),
    /** A fingerprint of all that the plan knew to hang on the column; null on the way back. */
    carried: z.string().nullable(),
  }),
  /**
   * Of a foreign key: it refers to the column `to` where it referred to `from`, since what was `incoming` has taken its
   * place and name.
   */
  z.object({
    kind: z.literal('foreign-key-moved'),
    ...ofTable,
    constraint: z.string(),
    incoming: z.string(),
    references: z.object({ ...ofTable, from: z.string(), to: z.string() }),
    comment: z.string().nullable(),
  }),
  /** Of a foreign key that is DEFERRABLE: checked at the end of a transaction, or at once, unless that says otherwise. */
  z.object({ kind: z.literal('foreign-key-deferred'), ...ofTable, constraint: z.string(), deferred: z.boolean() }),
  /** For whose writes a trigger fires: `origin` is what `CREATE TRIGGER` makes, `replica` only what replication writes. */
  z.object({
    kind: z.literal('trigger-fires'),
    ...ofTable,
    trigger: z.string(),
    on: z.enum(['origin', 'always', 'replica', 'never']),
  }),
  z.object({ kind: z.literal('row-security'), ...ofTable, enabled: z.boolean(), forced: z.boolean() }),
] as const

const stateSchema = z.discriminatedUnion('kind', stateSchemas)

export type State = z.infer<typeof stateSchema>

const kinds: ReadonlySet<string> = new Set(stateSchemas.map(({ shape }) => shape.kind.value))

/** Whether what a step is to bring about is such a state. */
export function isState(ensure: { readonly kind: string }): ensure is State {
  return kinds.has(ensure.kind)
}
