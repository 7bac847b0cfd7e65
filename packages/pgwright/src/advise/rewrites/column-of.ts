import type { Column, ObjectName, Relation, Snapshot } from '../../model/index.ts'
import { type Node, plainColumn, tryParse, walk } from '../../sql/index.ts'

/** A table's column, and the names by which its query calls it: its own, or the table's or an alias and its own. */
export interface FoundColumn {
  readonly table: ObjectName
  readonly column: Column
  readonly names: readonly string[]
  /** The table's name, or its alias, within the query. */
  readonly alias: string
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
      const [item, another] = items.filter((one) => one !== null && aliasOf(one) === use.alias)
      const relation = item == null || another !== undefined ? null : this.#relationOf(item)
      const column = relation === null ? undefined : columnOf(relation, use.column)
      return relation === null || column === undefined
        ? null
        : { table: relation, column, names: [use.alias, use.column], alias: use.alias }
    }
    const [found, another] =
      this.tables(from)?.flatMap(({ table, alias }) => {
        const column = columnOf(table, use.column)
        return column === undefined ? [] : [{ table, column, names: [use.column], alias }]
      }) ?? []
    return found === undefined || another !== undefined ? null : found
  }

  /** The tables that a query takes its rows from; null where it takes some from anything else. */
  tables(from: readonly Node[]): { readonly table: Relation; readonly alias: string }[] | null {
    const found = from.flatMap(itemsOf).flatMap((item) => {
      const table = item === null ? null : this.#relationOf(item)
      return item === null || table === null ? [null] : [{ table, alias: aliasOf(item) }]
    })
    return found.every((one) => one !== null) ? found : null
  }

  #relationOf({ schemaname, relname = '', alias }: RangeVar): Relation | null {
    if (alias?.colnames !== undefined || (schemaname === undefined && this.#own.has(relname))) return null
    const [relation, another] = this.#snapshot.relations.filter(
      ({ schema, name }) => name === relname && (schemaname === undefined || schema === schemaname),
    )
    return relation === undefined || another !== undefined || !tables.has(relation.kind) ? null : relation
  }
}

function columnOf({ columns }: Relation, name: string): Column | undefined {
  return columns.find((column) => column.name === name)
}

function aliasOf({ alias, relname = '' }: RangeVar): string {
  return alias?.aliasname ?? relname
}

const tables: ReadonlySet<Relation['kind']> = new Set(['table', 'partitioned', 'matview'])

/** The tables that a FROM item names; null for anything else that it has rows of. */
function itemsOf(node: Node): (RangeVar | null)[] {
  if ('RangeVar' in node) return [node.RangeVar]
  if (!('JoinExpr' in node) || node.JoinExpr.alias !== undefined) return [null]
  const { larg, rarg } = node.JoinExpr
  return [larg, rarg].flatMap((side) => (side === undefined ? [null] : itemsOf(side)))
}
