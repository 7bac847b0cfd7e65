import type { RelationSize, Snapshot } from '../packages/pgwright/src/model/index.ts'

const blockBytes = 8192

/** The snapshot of a source with the same schema whose tables and indexes take `bytes` in all. */
export function resized(snapshot: Snapshot, bytes: number): Snapshot {
  const blocks = [...snapshot.relations, ...snapshot.indexes].reduce((sum, { size }) => sum + size.blocks, 0)
  const factor = bytes / (blocks * blockBytes)
  const grown = <Sized extends { readonly size: RelationSize }>(one: Sized): Sized => ({
    ...one,
    size: sizeTimes(one.size, factor),
  })
  return { ...snapshot, relations: snapshot.relations.map(grown), indexes: snapshot.indexes.map(grown) }
}

export function sizeTimes(size: RelationSize, factor: number): RelationSize {
  return {
    pages: Math.round(size.pages * factor),
    tuples: Math.round(size.tuples * factor),
    allVisiblePages: Math.round(size.allVisiblePages * factor),
    allFrozenPages: Math.round(size.allFrozenPages * factor),
    blocks: Math.round(size.blocks * factor),
  }
}
