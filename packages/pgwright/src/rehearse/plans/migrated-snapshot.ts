import { isDeepStrictEqual } from 'node:util'
import type { ColumnStatistics, Index, ObjectName, Relation, Snapshot } from '../../model/index.ts'
import { readableQualified } from '../../sql/index.ts'
import type { ObservedCopy } from './observe-copy.ts'

/** The source as a migration leaves it. */
export interface Migrated {
  readonly snapshot: Snapshot
  /** Indexes that it adds, of which no size is known. */
  readonly added: readonly Index[]
  /** What an index that is called so now was called before. */
  indexBefore(name: string): string
}

/**
 * Takes over to a snapshot what a migration did to a copy of it: only what differs between the copy before and after,
 * so that what the copy could not carry is no difference. Tables, columns and indexes keep sizes and statistics under
 * their new names, for a migration moves no rows.
 */
export function migratedSnapshot(source: Snapshot, before: ObservedCopy, after: ObservedCopy): Migrated {
  const names = new Names(before, after)
  const indexes = changed(source.indexes, before.schema.indexes, after.schema.indexes, keyOf, (made) => {
    const known = source.indexes.find((one) => keyOf(one) === names.indexBefore(made))
    return known === undefined ? made : withSizeOf(made, known)
  })
  const isNew = (index: Index) => !source.indexes.some((one) => keyOf(one) === names.indexBefore(index))
  const kept = indexes.filter((index) => !isNew(index))
  const keptNames = new Set(kept.map(keyOf))
  const diff = <Part extends keyof Snapshot>(part: Part, key: (one: never) => string) =>
    changed(
      source[part] as readonly unknown[],
      before.schema[part] as readonly unknown[],
      after.schema[part] as readonly unknown[],
      key as (one: unknown) => string,
    ) as unknown as Snapshot[Part]
  const relations = changed(source.relations, before.schema.relations, after.schema.relations, keyOf, (made) => {
    const known = source.relations.find((one) => keyOf(one) === names.relationBefore(made))
    return known === undefined ? { ...made, owner: source.takenBy, tablespace: null } : sizedLike(made, known)
  })
  return {
    snapshot: {
      ...source,
      schemas: diff('schemas', (name: never) => name),
      extensions: diff('extensions', keyOf),
      types: diff('types', keyOf),
      opaqueTypes: diff('opaqueTypes', keyOf),
      functions: diff('functions', definitionOf),
      objects: diff('objects', definitionOf),
      sequences: diff('sequences', keyOf),
      relations,
      indexes: kept,
      constraints: changed(
        source.constraints,
        before.schema.constraints,
        after.schema.constraints,
        ({ schema, table, name }) => JSON.stringify([schema, table, name]),
      ).filter(({ schema, index }) => index === null || keptNames.has(keyOf({ schema, name: index }))),
      policies: diff('policies', ofTable),
      triggers: diff('triggers', ofTable),
      rules: diff('rules', ofTable),
      columnStatistics: source.columnStatistics.flatMap((one) => names.statistics(one)),
      extendedStatistics: changed(
        source.extendedStatistics,
        before.schema.extendedStatistics,
        after.schema.extendedStatistics,
        keyOf,
      ),
    },
    added: indexes.filter((index) => isNew(index) && index.parentIndex === null && index.valid),
    indexBefore: (name) => names.bareIndexBefore(name),
  }
}

/** `items` with what was taken away, made and changed between `before` and `after`. */
function changed<Item>(
  items: readonly Item[],
  before: readonly Item[],
  after: readonly Item[],
  key: (item: Item) => string,
  made: (item: Item) => Item = (item) => item,
): Item[] {
  const [earlier, later] = [
    new Map(before.map((item) => [key(item), item])),
    new Map(after.map((item) => [key(item), item])),
  ]
  const kept = items.flatMap((item) => {
    const [was, is] = [earlier.get(key(item)), later.get(key(item))]
    if (was === undefined || isDeepStrictEqual(was, is)) return item
    return is === undefined ? [] : made(is)
  })
  return [...kept, ...after.filter((item) => !earlier.has(key(item))).map(made)]
}

function keyOf({ schema, name }: ObjectName): string {
  return readableQualified(schema, name)
}

function definitionOf({ definition }: { readonly definition: string }): string {
  return definition
}

function ofTable({ schema, table, name }: { readonly schema: string; readonly table: string; readonly name: string }) {
  return JSON.stringify([schema, table, name])
}

function sizedLike(made: Relation, { size, toastBytes, activity, owner, tablespace }: Relation): Relation {
  return { ...made, size, toastBytes, activity, owner, tablespace }
}

function withSizeOf(made: Index, { size, height, gin, scans, tablespace }: Index): Index {
  return { ...made, size, height, gin, scans, tablespace }
}

/** What things were called before, and columns are called afterwards. */
class Names {
  readonly #relations: ReadonlyMap<string, string>
  readonly #indexes: ReadonlyMap<string, string>
  readonly #bareIndexes: ReadonlyMap<string, string>
  readonly #columns: ReadonlyMap<string, ColumnName | null>

  constructor(before: ObservedCopy, after: ObservedCopy) {
    const relationName = ({ schema, table }: { schema: string; table: string }) => readableQualified(schema, table)
    const indexName = ({ schema, index }: { schema: string; index: string }) => readableQualified(schema, index)
    const earlier = new Map(before.columns.map((one) => [one.oid, relationName(one)]))
    this.#relations = new Map(
      after.columns.flatMap((one) => {
        const was = earlier.get(one.oid)
        return was === undefined ? [] : [[relationName(one), was]]
      }),
    )
    const indexes = new Map(before.indexes.map((one) => [one.oid, indexName(one)]))
    const there = new Set(before.indexes.map(indexName))
    this.#indexes = new Map(
      after.indexes.flatMap((one) => {
        // A column's new type builds its indexes again, under their names.
        const was = indexes.get(one.oid) ?? (there.has(indexName(one)) ? indexName(one) : undefined)
        return was === undefined ? [] : [[indexName(one), was]]
      }),
    )
    const bare = new Map(before.indexes.map(({ oid, index }) => [oid, index]))
    this.#bareIndexes = new Map(after.indexes.map(({ oid, index }) => [index, bare.get(oid) ?? index]))
    const later = new Map(after.columns.map((one) => [`${one.oid} ${one.number}`, one]))
    this.#columns = new Map(
      before.columns.map((one) => [columnKey(one), later.get(`${one.oid} ${one.number}`) ?? null]),
    )
  }

  relationBefore(relation: ObjectName): string | undefined {
    return this.#relations.get(keyOf(relation))
  }

  indexBefore(index: ObjectName): string | undefined {
    return this.#indexes.get(keyOf(index))
  }

  /** As plans name it, without its schema. */
  bareIndexBefore(name: string): string {
    return this.#bareIndexes.get(name) ?? name
  }

  /** Under the column's new name; none where it is gone. An index's own are left as they are. */
  statistics(statistics: ColumnStatistics): ColumnStatistics[] {
    const name = this.#columns.get(columnKey(statistics))
    if (name === undefined) return [statistics]
    return name === null ? [] : [{ ...statistics, schema: name.schema, table: name.table, column: name.column }]
  }
}

interface ColumnName {
  readonly schema: string
  readonly table: string
  readonly column: string
}

function columnKey({ schema, table, column }: ColumnName): string {
  return JSON.stringify([schema, table, column])
}
