import type { Snapshot } from '../../model/index.ts'
import { foreignKey } from './growth/foreign-keys.ts'

type Constraint = Snapshot['constraints'][number]

/** Foreign keys that need the uniqueness of a key: those to exactly its columns. */
export function pointingTo({ constraints }: Snapshot, { schema, table, columns }: Constraint): Constraint[] {
  return constraints.filter((constraint) => {
    const key = constraint.kind === 'foreign' ? foreignKey(constraint.definition) : null
    if (key === null || key.target.schema !== schema || key.target.name !== table) return false
    return key.targetColumns.length === columns.length && key.targetColumns.every((column) => columns.includes(column))
  })
}
