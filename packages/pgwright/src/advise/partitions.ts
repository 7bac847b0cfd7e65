import type { ObjectName, Relation, Snapshot } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'

/** Tells which tables are parts of which. */
export class Partitions {
  readonly #relations: ReadonlyMap<string, Relation>
  readonly #children = new Map<string, Relation[]>()

  constructor({ relations }: Pick<Snapshot, 'relations'>) {
    this.#relations = new Map(relations.map((relation) => [nameOf(relation), relation]))
    for (const relation of relations) {
      const parent = parentOf(relation)
      if (parent !== null) this.#children.set(nameOf(parent), [...(this.#children.get(nameOf(parent)) ?? []), relation])
    }
  }

  /** The topmost partitioned table that a relation is a part of, or the relation itself. */
  rootOf({ schema, name }: ObjectName): ObjectName {
    const line = new Set<string>()
    let found: ObjectName = { schema, name }
    // A snapshot that was tampered with can have a table that is its own ancestor.
    while (!line.has(nameOf(found))) {
      line.add(nameOf(found))
      const relation = this.#relations.get(nameOf(found))
      const parent = relation === undefined ? null : parentOf(relation)
      if (parent === null || !this.#relations.has(nameOf(parent))) return found
      found = { schema: parent.schema, name: parent.name }
    }
    return { schema, name }
  }

  /** The next level alone. */
  childrenOf(table: ObjectName): readonly Relation[] {
    return this.#children.get(nameOf(table)) ?? []
  }

  /** All that are not divided further, foreign tables among them. */
  leavesOf(table: ObjectName): readonly Relation[] {
    return this.childrenOf(table).flatMap((child) => (child.kind === 'partitioned' ? this.leavesOf(child) : [child]))
  }

  /**
   * Whether an index can be put on every partition. PostgreSQL leaves foreign ones out of an index that is built in one go,
   * but one that is put together part by part stays invalid for want of theirs.
   */
  isIndexable({ schema, name }: ObjectName): boolean {
    const leaves = this.leavesOf({ schema, name })
    return leaves.length > 0 && leaves.every(({ kind }) => kind === 'table')
  }
}

function parentOf({ partitionBound, parents: [parent] }: Relation): ObjectName | null {
  return partitionBound === null ? null : (parent ?? null)
}

function nameOf({ schema, name }: ObjectName): string {
  return quoteQualified(schema, name)
}
