import { z } from 'zod'
import type { Snapshot } from './snapshot.ts'

export const tableShapeSchema = z.object({
  schema: z.string(),
  table: z.string(),
  /** By name, as below: `integer not null`. */
  columns: z.record(z.string(), z.string()),
  /** As PostgreSQL writes their definitions. */
  indexes: z.record(z.string(), z.string()),
  constraints: z.record(z.string(), z.string()),
})

/** What a table consists of, as far as a plan for it depends on that. */
export type TableShape = z.infer<typeof tableShapeSchema>

/** Null where the snapshot has no such table. */
export function tableShape(
  { relations, indexes, constraints }: Pick<Snapshot, 'relations' | 'indexes' | 'constraints'>,
  schema: string,
  table: string,
): TableShape | null {
  const relation = relations.find((one) => one.schema === schema && one.name === table)
  if (relation === undefined) return null
  const own = <Item extends { schema: string; table: string; name: string; definition: string }>(
    all: readonly Item[],
  ) =>
    Object.fromEntries(
      all
        .filter((one) => one.schema === schema && one.table === table)
        .map(({ name, definition }) => [name, definition] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
  return {
    schema,
    table,
    columns: Object.fromEntries(
      relation.columns.map(({ name, type, notNull }) => [name, `${type}${notNull ? ' not null' : ''}`]),
    ),
    indexes: own(indexes),
    // Of 18 on not-null constraints are here too, and the columns tell of them already.
    constraints: own(constraints.filter(({ kind }) => kind !== 'not-null')),
  }
}
