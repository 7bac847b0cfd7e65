import type { ColumnStatistics } from '../../model/index.ts'
import { valuesOf } from '../parameters/distribution.ts'

/** Where nothing is known. */
const usualLexemes = 10
/** An entry, alignment, and a little more than one position of each lexeme, besides its letters (`tsvector`). */
const overheadBytes = 4 + 0.5 + 2 + 2.4
/** Header and count. */
const headerBytes = 8

/** Average number of lexemes in a `tsvector`: from its width and the length of the most common ones. */
export function lexemesPerRow(statistics: ColumnStatistics | null): number {
  if (statistics === null) return usualLexemes
  const common = valuesOf(statistics.commonElements)
  const letters =
    common.length === 0 ? 6 : common.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / common.length
  return Math.max(1, (statistics.averageWidth - headerBytes) / (overheadBytes + letters))
}
