import type { Relation, Snapshot, WaitingStatement } from '../../model/index.ts'
import { fingerprint, normalise, readableQualified, tryParse, walk } from '../../sql/index.ts'
import type { SourceNames } from '../source-names.ts'

interface Use extends WaitingStatement {
  /** Tables and views, those behind views among them. */
  readonly relations: ReadonlySet<string>
  readonly columns: ReadonlySet<string>
}

/** More are plural, and not told one by one. */
const mostTold = 20

/** Tells which statements of a workload name a relation or a column. */
export class WorkloadUses {
  readonly #snapshot: Snapshot
  readonly #names: SourceNames
  /** Read when first asked for: most migrations drop and rename nothing. */
  #uses: readonly Use[] | undefined

  constructor(snapshot: Snapshot, names: SourceNames) {
    this.#snapshot = snapshot
    this.#names = names
  }

  /**
   * A column is taken to be used by a statement that names its table and a column called so. That can be another
   * table's column, so that a few too many are told. `select *` names none.
   */
  of(relation: Relation, column?: string): WaitingStatement[] {
    this.#uses ??= this.#read()
    const name = readableQualified(relation.schema, relation.name)
    return this.#uses
      .filter(({ relations, columns }) => relations.has(name) && (column === undefined || columns.has(column)))
      .slice(0, mostTold)
      .map(({ relations: _, columns: __, ...use }) => use)
  }

  #read(): Use[] {
    const { workload, database, takenAt } = this.#snapshot
    const since = database.statsSince
    const seconds = since === null ? 0 : (Date.parse(takenAt) - Date.parse(since)) / 1000
    return [...workload.statements]
      .sort((a, b) => b.calls - a.calls)
      .map(({ sql, calls }) => ({
        fingerprint: fingerprint(sql),
        sql: normalise(sql),
        callsPerSecond: seconds > 0 ? calls / seconds : null,
        relations: this.#names.touched(sql).reads,
        columns: columnNames(sql),
      }))
  }
}

function columnNames(sql: string): Set<string> {
  const names = new Set<string>()
  const add = (name: unknown) => {
    if (typeof name === 'string') names.add(name)
  }
  walk(tryParse(sql) ?? [], ({ ColumnRef: column, InsertStmt: insert, UpdateStmt: update }) => {
    const last = (column as { fields?: { String?: { sval?: string } }[] } | undefined)?.fields?.at(-1)
    add(last?.String?.sval)
    for (const written of [(insert as Written | undefined)?.cols, (update as Written | undefined)?.targetList])
      for (const { ResTarget } of written ?? []) add(ResTarget?.name)
  })
  return names
}

interface Written {
  readonly cols?: readonly { ResTarget?: { name?: string } }[]
  readonly targetList?: readonly { ResTarget?: { name?: string } }[]
}
