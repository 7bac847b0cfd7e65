import type { ObjectName, Snapshot } from '../../../model/index.ts'
import { type Node, tryParse } from '../../../sql/index.ts'

/** A column of a foreign key and the column that it points to. */
export interface Reference {
  readonly table: ObjectName
  readonly column: string
  readonly references: ObjectName
  readonly referencedColumn: string
}

/** Every foreign key of a snapshot, column by column. */
export function referencesOf({ constraints }: Snapshot): Reference[] {
  return constraints.flatMap(({ schema, table, kind, definition }) => {
    if (kind !== 'foreign') return []
    const key = foreignKey(definition)
    if (key === null) return []
    const { columns, target, targetColumns } = key
    return columns.flatMap((column, i) => {
      const referencedColumn = targetColumns[i]
      const from = { schema, name: table }
      return referencedColumn === undefined ? [] : [{ table: from, column, references: target, referencedColumn }]
    })
  })
}

/** Reads `FOREIGN KEY (…) REFERENCES schema.table(…)`; null where it is anything else. */
export function foreignKey(definition: string) {
  const [statement] = tryParse(`alter table t add ${definition}`) ?? []
  const commands = statement !== undefined && 'AlterTableStmt' in statement ? statement.AlterTableStmt.cmds : undefined
  const command = commands?.[0]
  const def = command !== undefined && 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined
  if (def === undefined || !('Constraint' in def)) return null
  const { fk_attrs, pk_attrs, pktable } = def.Constraint
  if (pktable?.schemaname === undefined || pktable.relname === undefined) return null
  const target: ObjectName = { schema: pktable.schemaname, name: pktable.relname }
  return { columns: strings(fk_attrs), target, targetColumns: strings(pk_attrs) }
}

function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []))
}
