import type { ClientBase } from 'pg'
import {
  type ColumnStatistics,
  type ObjectName,
  PgwrightError,
  type Relation,
  type Snapshot,
} from '../../model/index.ts'
import { namedIndexSql, parseIndexStatement, quoteLiteral, quoteQualified } from '../../sql/index.ts'
import type { TwinServer } from '../server.ts'
import { type Candidate, nameOf, type SpecCandidate } from './candidate.ts'
import { type AddIndexOptions, IndexMaker } from './index-maker.ts'
import { createIndexSql, type IndexSpec, specKey } from './index-spec.ts'
import { SourceTables } from './source-tables.ts'
import { Visibility } from './visibility.ts'

/** What was sampled on the source of an expression over a table's columns; null where nothing was. */
export type SampledExpression = (on: ObjectName, expression: string) => ColumnStatistics | null

/** The indexes that are tried on a twin: made once, then shown and hidden as often as it takes. */
export class Candidates {
  /** Of the twin's own role, which runs whatever text comes from elsewhere. */
  readonly #builder: ClientBase
  readonly #tables: SourceTables
  readonly #maker: IndexMaker
  readonly #visibility: Visibility
  readonly #bySpec = new Map<string, SpecCandidate>()
  #named = 0
  #pathSet = false

  /** @param owner the superuser's session, whose search path is empty */
  constructor(owner: ClientBase, builder: ClientBase, server: TwinServer, snapshot: Snapshot) {
    this.#builder = builder
    this.#tables = new SourceTables(snapshot)
    this.#visibility = new Visibility(owner)
    this.#maker = new IndexMaker(owner, builder, server, snapshot)
  }

  /**
   * Makes what is not there yet, hidden. A spec that PostgreSQL refuses (a type without B-tree order) is left out.
   *
   * @param sampled what is known of an expression on a table
   */
  async add(specs: readonly IndexSpec[], sampled: SampledExpression = () => null): Promise<SpecCandidate[]> {
    const wanted = new Map(specs.map((spec) => [specKey(spec), spec]))
    const byTable = new Map<string, IndexSpec[]>()
    for (const [key, spec] of wanted) {
      if (this.#bySpec.has(key)) continue
      const table = quoteQualified(spec.on.schema, spec.on.name)
      byTable.set(table, [...(byTable.get(table) ?? []), spec])
    }
    for (const missing of byTable.values()) {
      const relation = missing[0] === undefined ? null : this.#tables.get(missing[0].on)
      if (relation === null || this.#tables.stored(relation).length === 0) continue
      const known = missing.map((spec) => ({ spec, statistics: statisticsOf(spec, sampled) }))
      const plain = known.filter(({ statistics }) => statistics.length === 0)
      await this.#addTo(
        relation,
        plain.map(({ spec }) => spec),
      )
      for (const { spec, statistics } of known)
        if (statistics.length > 0) await this.#addTo(relation, [spec], { expressionStatistics: statistics })
    }
    return [...wanted.keys()].flatMap((key) => this.#bySpec.get(key) ?? [])
  }

  /**
   * Makes the index of one `CREATE INDEX`, hidden.
   *
   * @throws PgwrightError `usage` where it is none, or PostgreSQL refuses it
   */
  async addStatement(ddl: string, options: AddIndexOptions = {}): Promise<Candidate> {
    const statement = parseIndexStatement(ddl)
    const relation = this.#tables.find(statement.schema, statement.table)
    await this.#lookAsTheSource()
    const name = statement.name ?? this.#nextName()
    const sql = namedIndexSql(statement, relation.schema, name)
    const stored = statement.only ? [] : this.#tables.stored(relation)
    const { made, refusals } = await this.#maker.make(relation, stored, [{ name, sql }], options)
    const candidate = made.get(name)
    if (candidate !== undefined) return candidate
    const reason = refusals.get(name) ?? 'the index was not there after it was made'
    throw new PgwrightError('usage', `PostgreSQL refuses the index: ${reason}`, 'Correct the statement.')
  }

  /** Shows or hides indexes, the source's own or those added. Of these, parts that the source has stay as they are. */
  async show(indexes: readonly ObjectName[], visible: boolean): Promise<void> {
    const added = indexes.filter((index) => !this.#maker.existing.has(nameOf(index)))
    const own = indexes.filter((index) => this.#maker.existing.has(nameOf(index)))
    await this.#visibility.set(own, visible)
    await this.#visibility.set(added, visible, this.#maker.adoptable)
  }

  async remove(candidates: readonly Candidate[]): Promise<void> {
    await this.#maker.drop(candidates)
    this.#visibility.forget(candidates)
    for (const [key, candidate] of this.#bySpec) if (candidates.includes(candidate)) this.#bySpec.delete(key)
  }

  async #addTo(relation: Relation, specs: readonly IndexSpec[], options: AddIndexOptions = {}): Promise<void> {
    if (specs.length === 0) return
    const named = specs.map((spec) => ({ spec, name: this.#nextName() }))
    const statements = named.map(({ spec, name }) => ({ name, sql: createIndexSql(spec, name, false) }))
    await this.#lookAsTheSource()
    const { made } = await this.#maker.make(relation, this.#tables.stored(relation), statements, options)
    await this.#visibility.remember([...made.values()], this.#maker.adoptable)
    for (const { spec, name } of named) {
      const candidate = made.get(name)
      if (candidate !== undefined) this.#bySpec.set(specKey(spec), specCandidate(spec, candidate))
    }
  }

  /** Operator classes and functions of a statement may stand in any schema that the source looks in. */
  async #lookAsTheSource(): Promise<void> {
    if (this.#pathSet) return
    await this.#builder.query(`set search_path = ${this.#tables.searchPath || quoteLiteral('')}`)
    this.#pathSet = true
  }

  #nextName(): string {
    return `pgwright_${++this.#named}`
  }
}

function specCandidate(spec: IndexSpec, made: Candidate): SpecCandidate {
  const operatorClasses = made.index.columns.flatMap(({ operatorClass }) => operatorClass ?? [])
  const height = Math.max(0, ...made.parts.map(({ size }) => size.height ?? 0))
  return { ...made, spec, operatorClasses, height }
}

/** All or nothing: an index whose expressions are known in part is planned by defaults. */
function statisticsOf({ on, keys }: IndexSpec, sampled: SampledExpression): ColumnStatistics[] {
  const expressions = keys.filter(({ reads }) => reads !== undefined)
  const known = expressions.flatMap(({ column }) => sampled(on, column) ?? [])
  return known.length === expressions.length ? known : []
}
