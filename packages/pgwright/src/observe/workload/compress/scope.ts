/** Columns by the name of their table, as `schema.name` and as `name`. */
export type KnownColumns = ReadonlyMap<string, ReadonlySet<string>>

/** The tables that a name can stand for at one place of a statement; those of outer queries lie behind. */
export class Scope {
  readonly #outer: Scope | null
  readonly #known: KnownColumns
  readonly #labels = new Map<string, string>()
  readonly #tables: { readonly label: string; readonly table: string }[] = []
  readonly #commonTables = new Map<string, string>()

  constructor(known: KnownColumns, outer: Scope | null) {
    this.#known = known
    this.#outer = outer
  }

  inner(): Scope {
    return new Scope(this.#known, this)
  }

  /** The label that stands for a table under whatever alias it has; a table's second mention is another. */
  addTable(table: string, alias: string): string {
    const mentions = this.#tables.filter((other) => other.table === table).length
    const label = mentions === 0 ? table : `${table}#${mentions + 1}`
    this.#tables.push({ label, table })
    this.#labels.set(alias, label)
    return label
  }

  addCommonTable(name: string): string {
    const label = `with#${this.#commonTables.size + 1}`
    this.#commonTables.set(name, label)
    return label
  }

  commonTable(name: string): string | null {
    return this.#commonTables.get(name) ?? this.#outer?.commonTable(name) ?? null
  }

  /** `table.column` for `alias.column`. */
  column(alias: string, column: string): string {
    const label = this.#labels.get(alias)
    return label === undefined ? (this.#outer?.column(alias, column) ?? `${alias}.${column}`) : `${label}.${column}`
  }

  /** `table.column` for a bare name: of the only table, or of the one that has such a column. */
  bareColumn(column: string): string {
    const owner = this.#tables.find(({ table }) => this.#known.get(table)?.has(column))
    if (owner !== undefined) return `${owner.label}.${column}`
    const [only, second] = this.#tables
    if (only !== undefined && second === undefined && !this.#known.has(only.table)) return `${only.label}.${column}`
    return this.#outer?.bareColumn(column) ?? column
  }
}
