import path from 'node:path'
import type { ClientBase } from 'pg'
import type { Index, ObjectName, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { innerLevels } from '../indexes/tree-height.ts'
import { empty, lengthen, setTreeHeight } from './relation-file.ts'

/** A relation's file and what it is to look like. */
export interface Shape extends ObjectName {
  readonly blocks: number
  /** Levels above the leaves; null for anything but a B-tree. */
  readonly height: number | null
}

/**
 * Gives relations the length, and B-trees the height, that the source's have. Their pages must not be in the server's
 * buffers: those would be written back over ours.
 */
export async function shapeFiles(client: ClientBase, dataFolder: string, shapes: readonly Shape[]): Promise<void> {
  const files = await filesOf(client, dataFolder, shapes)
  for (const shape of shapes) {
    const file = files.get(quoteQualified(shape.schema, shape.name))
    if (file === undefined) continue
    if (shape.height !== null) await setTreeHeight(file, shape.height)
    await lengthen(file, shape.blocks)
  }
}

/** Empties the files of tables, so that building an index over them scans nothing. */
export async function emptyFiles(client: ClientBase, dataFolder: string, relations: readonly ObjectName[]) {
  for (const file of (await filesOf(client, dataFolder, relations)).values()) await empty(file)
}

/** By quoted, qualified name; relations that the twin lacks are left out. */
async function filesOf(client: ClientBase, dataFolder: string, relations: readonly ObjectName[]) {
  const names = relations.map(({ schema, name }) => quoteQualified(schema, name))
  const { rows } = await client.query<{ name: string; file: string }>(
    `select name, pg_catalog.pg_relation_filepath(to_regclass(name)) as file
     from unnest($1::text[]) as name where pg_catalog.pg_relation_filepath(to_regclass(name)) is not null`,
    [names],
  )
  return new Map(rows.map(({ name, file }) => [name, path.join(dataFolder, file)]))
}

/** What every stored relation of the source looks like. */
export function sourceShapes(snapshot: Snapshot): Shape[] {
  const widths = new Map(
    snapshot.columnStatistics.map((s) => [`${quoteQualified(s.schema, s.table)}.${s.column}`, s.averageWidth]),
  )
  const tables = snapshot.relations
    .filter(({ kind }) => kind === 'table' || kind === 'matview')
    .map(({ schema, name, size }) => ({ schema, name, blocks: size.blocks, height: null }))
  const indexes = snapshot.indexes
    .filter(({ valid }) => valid)
    .map((index) => ({ ...index, blocks: index.size.blocks, height: heightOf(index, widths) }))
  return [...tables, ...indexes]
}

/** From the metapage where it could be read; else from the index's size and the average width of its keys. */
function heightOf(index: Index, widths: ReadonlyMap<string, number>): number | null {
  if (index.method !== 'btree') return null
  if (index.height !== null) return index.height
  const table = quoteQualified(index.schema, index.table)
  // Statistics of an expression are kept under the index, in a column that PostgreSQL has named.
  const expressions = [...widths].filter(([name]) => name.startsWith(`${quoteQualified(index.schema, index.name)}.`))
  const expressionWidth = expressions.reduce((sum, [, width]) => sum + width, 0)
  const columns = index.keys.flatMap(({ column }) => (column === null ? [] : [widths.get(`${table}.${column}`) ?? 8]))
  const keyWidthBytes = columns.reduce((sum, width) => sum + width, expressionWidth)
  return innerLevels(Math.max(0, index.size.blocks - 1), keyWidthBytes).length
}
