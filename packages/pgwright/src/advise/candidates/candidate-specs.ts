import type { Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { type Access, type IndexSpec, specKey } from '../../twin/index.ts'
import { alternativeSpecs } from './alternatives.ts'
import { type Asked, TableBook } from './asked.ts'
import { covering, partial } from './beside.ts'
import { btreeSpecs } from './btree.ts'
import { expressionSpecs, patternSpecs } from './expression.ts'
import type { Allowed } from './kinds.ts'
import { brinSpecs, ginSpecs, gistSpecs, hashSpecs, type OperatorClasses, operatorClassesOf } from './other-methods.ts'
import { spgistSpecs } from './spgist.ts'

/** A statement's accesses, and how much it counts. */
export interface Reader {
  readonly accesses: readonly Access[]
  readonly weight: number
}

/** For more statements than this, what is rarely the best is left out: each candidate takes some milliseconds. */
const fewStatements = 40

/** Thinks of indexes that could serve statements. */
export class CandidateSource {
  readonly #allowed: Allowed
  readonly #tables: TableBook
  readonly #classes: OperatorClasses
  readonly #popularity: ReadonlyMap<string, number>
  readonly #widely: boolean

  /** @param readers the whole workload: what much of it asks for comes first in an index */
  constructor(snapshot: Snapshot, readers: readonly Reader[], allowed: Allowed) {
    this.#allowed = allowed
    this.#tables = new TableBook(snapshot)
    this.#classes = operatorClassesOf(snapshot.extensions)
    this.#popularity = this.#equalityPopularity(readers)
    this.#widely = readers.length <= fewStatements
  }

  /** The indexes that could serve a statement, by its access to each of its tables. */
  specs(accesses: readonly Access[]): IndexSpec[] {
    const all = accesses.flatMap((access) => {
      const asked = this.#asked(access)
      return asked === null ? [] : this.#specsOf(asked)
    })
    return [...new Map(all.map((spec) => [specKey(spec), spec])).values()]
  }

  #specsOf(asked: Asked): IndexSpec[] {
    const { kinds, maxWidth } = this.#allowed
    const has = (kind: Parameters<typeof kinds.has>[0]) => kinds.has(kind)
    const effort = { widely: this.#widely, fixed: this.#widely || !has('partial') }
    const trees = [
      ...(has('btree') ? btreeSpecs(asked, maxWidth, effort) : []),
      ...(has('expression') ? [...expressionSpecs(asked, maxWidth), ...patternSpecs(asked, maxWidth)] : []),
    ]
    const arms = has('btree') ? alternativeSpecs(asked) : []
    const restricted = has('partial') ? partial([...trees, ...arms], asked) : []
    const other = [
      ...(has('gin') ? ginSpecs(asked, this.#classes) : []),
      ...(has('gist') ? gistSpecs(asked, this.#classes) : []),
      ...(has('spgist') ? spgistSpecs(asked, has('gist')) : []),
      ...(has('brin') ? brinSpecs(asked) : []),
      ...(has('hash') ? hashSpecs(asked) : []),
    ]
    const covered = has('covering') ? [...trees, ...restricted].flatMap((spec) => covering(spec, asked)) : []
    return [...trees, ...arms, ...restricted, ...covered, ...other]
  }

  #asked(access: Access): Asked | null {
    const relation = this.#tables.find(access.table)
    if (relation === null) return null
    const { schema, name } = relation
    const table = quoteQualified(schema, name)
    const popularity = (column: string) => this.#popularity.get(`${table}.${column}`) ?? 0
    return { on: { schema, name }, access, table: this.#tables.facts(relation), popularity }
  }

  #equalityPopularity(readers: readonly Reader[]): Map<string, number> {
    const counts = new Map<string, number>()
    for (const { accesses, weight } of readers) {
      for (const { table, predicates } of accesses) {
        const relation = this.#tables.find(table)
        if (relation === null) continue
        const on = quoteQualified(relation.schema, relation.name)
        for (const { kind, use } of predicates) {
          const key = `${on}.${use.column}`
          if (kind === 'equal') counts.set(key, (counts.get(key) ?? 0) + weight)
        }
      }
    }
    return counts
  }
}
