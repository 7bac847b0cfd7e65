import type { Snapshot } from '../../packages/pgwright/src/model/index.ts'
import { blockSize, type SpecCandidate } from '../../packages/pgwright/src/twin/index.ts'

/** Page header and B-tree's own end of a page. */
const pageOverheadBytes = 24 + 16
/** Pages are taken to be filled to 90 %, and a fifth of bloat is added. */
const bloat = 1.3

/**
 * Bytes that the extension HypoPG takes a B-tree for: every row has an entry of its own, with a header and an aligned
 * line pointer for each of its columns. It knows no deduplication, so that this is mostly several times too much.
 */
export function hypotheticalBytes({ rows, columnBytes }: { rows: number; columnBytes: readonly number[] }): number {
  const width = columnBytes.reduce((sum, bytes) => sum + bytes, 0)
  const headers = 8 * columnBytes.length + Math.ceil((4 * columnBytes.length) / 8) * 8
  return Math.floor((rows * (width + headers) * bloat) / (blockSize - pageOverheadBytes)) * blockSize
}

/** HypoPG's idea of the size of candidates of a snapshot. */
export function hypotheticalSize({ relations, columnStatistics }: Snapshot): (candidate: SpecCandidate) => number {
  const usualWidth = 8
  return ({ spec: { on, keys, include } }) => {
    const rows = relations.find(({ schema, name }) => schema === on.schema && name === on.name)?.size.tuples ?? 0
    const bytes = [...keys.map(({ column }) => column), ...include].map(
      (column) =>
        columnStatistics.find((one) => one.schema === on.schema && one.table === on.name && one.column === column)
          ?.averageWidth ?? usualWidth,
    )
    return hypotheticalBytes({ rows, columnBytes: bytes })
  }
}
