import { type Node, walk } from './parser.ts'

/** A table, view or the like that a statement names. */
export interface TableReference {
  /** Null: along the search path. */
  readonly schema: string | null
  readonly name: string
  /** By `insert`, `update`, `delete` or `merge`. */
  readonly written: boolean
}

interface NamedRelation {
  readonly relname?: string
  readonly schemaname?: string
}

const writing = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'] as const

/** What statements read and write, as they name it; names of a `with` are no tables. */
export function tableReferences(statements: readonly Node[]): TableReference[] {
  const found: TableReference[] = []
  const withNames = new Set<string>()
  const add = ({ relname, schemaname }: NamedRelation, written: boolean) => {
    if (relname !== undefined) found.push({ schema: schemaname ?? null, name: relname, written })
  }
  walk(statements, (node) => {
    const { RangeVar: relation, CommonTableExpr: common } = node
    if (relation !== undefined) add(relation as NamedRelation, false)
    if (common !== undefined) withNames.add((common as { ctename?: string }).ctename ?? '')
    for (const kind of writing) {
      const target = (node[kind] as { relation?: NamedRelation } | undefined)?.relation
      if (target !== undefined) add(target, true)
    }
  })
  return found.filter(({ schema, name, written }) => written || schema !== null || !withNames.has(name))
}
