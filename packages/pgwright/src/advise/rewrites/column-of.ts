import type { Column, Relation, Snapshot } from '../../model/index.ts'
import { type Node, plainColumn, tryParse, walk } from '../../sql/index.ts'

/** A column, and the names by which its query calls it: its own, or the table's or an alias and its own. */
export interface FoundColumn {
  readonly column: Column
  readonly names: readonly string[]
}

type RangeVar = Extract<Node, { RangeVar: unknown }>['RangeVar']

/**
 * Finds the table's column that a node of a statement is: a plain reference that can mean nothing else. Null where that
 * is not certain, since what a rewritten condition means depends on the column's type.
 */
export class ColumnFinder {
  readonly #snapshot: Snapshot
  /** Names that stand for a query of the statement itself. */
  readonly #own = new Set<string>()

  constructor(snapshot: Snapshot, sql: string) {
    this.#snapshot = snapshot
    walk(tryParse(sql), (node) => {
      const query = node.CommonTableExpr as Extract<Node, { CommonTableExpr: unknown }>['CommonTableExpr'] | undefined
      if (query?.ctename !== undefined) this.#own.add(query.ctename)
    })
  }

  /** @param from what the query takes its rows from */
  find(node: Node, from: readonly Node[]): FoundColumn | null {
    const use = plainColumn(node)
    const items = from.flatMap(itemsOf)
    if (use === null) return null
    if (use.alias !== '') {
      const [item, another] = items.filter((one) => one !== null && (one.alias?.aliasname ?? one.relname) === use.alias)
      const column = item == null || another !== undefined ? undefined : this.#columnsOf(item)?.get(use.column)
      return column === undefined ? null : { column, names: [use.alias, use.column] }
    }
    const tables = items.map((item) => (item === null ? null : this.#columnsOf(item)))
    if (tables.some((columns) => columns === null)) return null
    const [column, another] = tables.flatMap((columns) => columns?.get(use.column) ?? [])
    return column === undefined || another !== undefined ? null : { column, names: [use.column] }
  }

  #columnsOf({ schemaname, relname = '', alias }: RangeVar): ReadonlyMap<string, Column> | null {
    if (alias?.colnames !== undefined || (schemaname === undefined && this.#own.has(relname))) return null
    const [relation, another] = this.#snapshot.relations.filter(
      ({ schema, name }) => name === relname && (schemaname === undefined || schema === schemaname),
    )
    if (relation === undefined || another !== undefined || !tables.has(relation.kind)) return null
    return new Map(relation.columns.map((column) => [column.name, column]))
  }
}

const tables: ReadonlySet<Relation['kind']> = new Set(['table', 'partitioned', 'matview'])

/** The tables that a FROM item names; null for anything else that it has rows of. */
function itemsOf(node: Node): (RangeVar | null)[] {
  if ('RangeVar' in node) return [node.RangeVar]
  if (!('JoinExpr' in node) || node.JoinExpr.alias !== undefined) return [null]
  const { larg, rarg } = node.JoinExpr
  return [larg, rarg].flatMap((side) => (side === undefined ? [null] : itemsOf(side)))
}
