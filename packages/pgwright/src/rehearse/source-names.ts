import type { Relation, Snapshot } from '../model/index.ts'
import { readableQualified, tableReferences, tryParse } from '../sql/index.ts'
import { searchPath } from '../twin/index.ts'

/** Finds relations of the source by the names that statements have for them. */
export class SourceNames {
  readonly #relations: ReadonlyMap<string, Relation>
  readonly #path: readonly string[]

  constructor(snapshot: Snapshot) {
    this.#relations = new Map(snapshot.relations.map((one) => [nameOf(one), one]))
    this.#path = searchPath(snapshot)
  }

  /** A name without a schema is looked for along the search path. */
  resolve(schema: string | null | undefined, name: string | undefined): Relation | null {
    if (name === undefined) return null
    const schemas = schema == null || schema === '' ? this.#path : [schema]
    for (const each of schemas) {
      const found = this.#relations.get(readableQualified(each, name))
      if (found !== undefined) return found
    }
    return null
  }

  /** What a statement reads and writes, with what is behind its views and above its partitions. */
  touched(sql: string): { readonly reads: ReadonlySet<string>; readonly writes: ReadonlySet<string> } {
    const reads = new Set<string>()
    const writes = new Set<string>()
    const visit = (text: string) => {
      for (const { schema, name, written } of tableReferences(tryParse(text) ?? [])) {
        const relation = this.resolve(schema, name)
        if (relation === null) continue
        const known = nameOf(relation)
        if (written) writes.add(known)
        if (reads.has(known)) continue
        reads.add(known)
        if (relation.query !== null) visit(relation.query)
      }
    }
    visit(sql)
    return { reads, writes }
  }

  /** A relation and those above it: whoever reads a partitioned table reads its partitions. */
  withParents(relation: Relation): string[] {
    const above = relation.parents.flatMap(({ schema, name }) => {
      const parent = this.#relations.get(readableQualified(schema, name))
      return parent === undefined ? [] : this.withParents(parent)
    })
    return [nameOf(relation), ...above]
  }
}

function nameOf({ schema, name }: Relation): string {
  return readableQualified(schema, name)
}
