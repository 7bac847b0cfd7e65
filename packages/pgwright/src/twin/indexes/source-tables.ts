import { type ObjectName, PgwrightError, type Relation, type Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'

/** The source's tables: looked up by name, and with their partitions. */
export class SourceTables {
  readonly #relations: ReadonlyMap<string, Relation>
  readonly #children = new Map<string, Relation[]>()
  readonly #path: readonly string[]

  constructor(snapshot: Snapshot) {
    this.#relations = new Map(snapshot.relations.map((r) => [quoteQualified(r.schema, r.name), r]))
    for (const relation of snapshot.relations) {
      if (relation.partitionBound === null) continue
      for (const parent of relation.parents) {
        const name = quoteQualified(parent.schema, parent.name)
        this.#children.set(name, [...(this.#children.get(name) ?? []), relation])
      }
    }
    const path = snapshot.settings.find(({ name }) => name === 'search_path')?.setting ?? 'public'
    this.#path = [...pathSchemas(path), ...snapshot.schemas]
  }

  /** As a setting: where a name without a schema is looked for. */
  get searchPath(): string {
    return this.#path.map(quoteIdentifier).join(', ')
  }

  get(on: ObjectName): Relation | null {
    return this.#relations.get(quoteQualified(on.schema, on.name)) ?? null
  }

  /** @throws PgwrightError `usage` where the snapshot has no such table, or nothing that can be indexed */
  find(schema: string | null, name: string): Relation {
    const schemas = schema === null ? this.#path : [schema]
    const found = schemas.flatMap((one) => this.get({ schema: one, name }) ?? [])[0]
    const called = schema === null ? quoteIdentifier(name) : quoteQualified(schema, name)
    if (found === undefined)
      throw new PgwrightError('usage', `The snapshot has no table ${called}.`, 'Check its name and its schema.')
    if (found.kind === 'view' || found.kind === 'foreign')
      throw new PgwrightError(
        'usage',
        `${called} is a ${found.kind === 'view' ? 'view' : 'foreign table'}, which can't have an index.`,
        'Name a table or a materialized view.',
      )
    return found
  }

  /** The relations that store a table's rows: itself, or all its partitions that are not divided further. */
  stored(relation: Relation): Relation[] {
    if (relation.kind === 'table' || relation.kind === 'matview') return [relation]
    if (relation.kind !== 'partitioned') return []
    return (this.#children.get(quoteQualified(relation.schema, relation.name)) ?? []).flatMap((child) =>
      this.stored(child),
    )
  }
}

/** `"$user"` is nobody here. */
function pathSchemas(path: string): string[] {
  return [...path.matchAll(/"((?:[^"]|"")+)"|([^\s,"]+)/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
    .filter((schema) => schema !== '$user')
}
