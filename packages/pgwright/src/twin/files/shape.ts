import path from 'node:path'
import type { ClientBase } from 'pg'
import type { GinCounters, ObjectName, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { blockSize, firstPageVisible, levelPages, metaRoot, metaRootOffset } from './btree-page.ts'
import { derivedHeights } from './derived-height.ts'
import { withGinCounters, withRevmapOf } from './metapages.ts'
import { lengthen, type Patch, readBytes, writeBeside } from './relation-file.ts'

/** A relation's file and what it is to look like. */
export interface Shape extends ObjectName {
  readonly blocks: number
  /** Levels above the leaves; null for anything but a B-tree. */
  readonly height: number | null
  /** Of a B-tree: the tuples of its only leaf, in its order. */
  readonly leaf?: readonly Buffer[]
  /** Of a GIN index; null where they are not known. */
  readonly gin?: GinCounters | null
  /** Of a BRIN index: its table's length. */
  readonly heapBlocks?: number
  /** Of a table: its first page counts as visible to all, so that tuples of `leaf` are believed without a row. */
  readonly visible?: boolean
}

/**
 * Gives relations the lengths, and indexes the first pages, that the planner would find on the source. Their pages must
 * not be in the server's buffers: those would be written back over ours.
 *
 * @param files as {@link filesOf} finds them
 */
export function shapeFiles(files: ReadonlyMap<string, string>, shapes: readonly Shape[]): void {
  for (const shape of shapes) {
    const file = files.get(quoteQualified(shape.schema, shape.name))
    if (file !== undefined) shapeFile(file, shape)
  }
}

/** See {@link shapeFiles}. */
export function shapeFile(file: string, shape: Omit<Shape, keyof ObjectName>): void {
  const { blocks, height, leaf, gin, heapBlocks, visible } = shape
  const patches: Patch[] = []
  const metapage = (changed: (page: Buffer) => Buffer) =>
    patches.push({ bytes: changed(readBytes(file, 0, blockSize)), offset: 0 })
  // A new B-tree has no root, which is as good as one that is an empty leaf, and takes a page less.
  if (height !== null && (height > 0 || (leaf ?? []).length > 0)) {
    patches.push({ bytes: metaRoot(height), offset: metaRootOffset })
    patches.push({ bytes: levelPages(height, leaf), offset: blockSize })
  }
  if (gin !== undefined) metapage((page) => withGinCounters(page, gin))
  if (heapBlocks !== undefined) metapage((page) => withRevmapOf(page, heapBlocks))
  if (visible === true) writeBeside(file, '_vm', firstPageVisible())
  lengthen(file, blocks, patches)
}

/** Paths by quoted, qualified name; relations that the twin lacks are left out. */
export async function filesOf(client: ClientBase, dataFolder: string, relations: readonly ObjectName[]) {
  const names = relations.map(({ schema, name }) => quoteQualified(schema, name))
  const { rows } = await client.query<{ name: string; file: string }>(
    `select name, file from unnest($1::text[]) as name,
       lateral (select pg_catalog.pg_relation_filepath(to_regclass(name)) as file) as found where file is not null`,
    [names],
  )
  return new Map(rows.map(({ name, file }) => [name, path.join(dataFolder, file)]))
}

/**
 * What every stored relation of the source looks like.
 *
 * @param leaves of B-trees, by the index's quoted, qualified name
 */
export function sourceShapes(snapshot: Snapshot, leaves: ReadonlyMap<string, readonly Buffer[]>): Shape[] {
  const heights = derivedHeights(snapshot)
  const stored = snapshot.relations.filter(({ kind }) => kind === 'table' || kind === 'matview')
  const blocksOf = new Map(stored.map(({ schema, name, size }) => [quoteQualified(schema, name), size.blocks]))
  const indexes = snapshot.indexes
    .filter(({ valid }) => valid)
    .map((index): Shape => {
      const { schema, name, table, method, size } = index
      const shape = { schema, name, blocks: size.blocks, height: null }
      if (method === 'gin') return { ...shape, gin: index.gin }
      if (method === 'brin') return { ...shape, heapBlocks: blocksOf.get(quoteQualified(schema, table)) ?? 0 }
      if (method !== 'btree') return shape
      const leaf = leaves.get(quoteQualified(schema, name)) ?? []
      return { ...shape, height: index.height ?? heights.get(index) ?? 0, leaf }
    })
  const withEnds = new Set(
    snapshot.indexes
      .filter(({ schema, name }) => leaves.has(quoteQualified(schema, name)))
      .map(({ schema, table }) => quoteQualified(schema, table)),
  )
  const tables = stored.map(({ schema, name, size }) => {
    return { schema, name, blocks: size.blocks, height: null, visible: withEnds.has(quoteQualified(schema, name)) }
  })
  return [...tables, ...indexes]
}
