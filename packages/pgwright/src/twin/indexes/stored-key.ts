import { distribution } from '../parameters/distribution.ts'
import type { ColumnContents } from './contents.ts'
import { lexemesPerRow } from './lexemes.ts'
import { type ColumnWidths, mean } from './tuple-width.ts'
import { trigrams } from './value-keys.ts'

/** Widths of what GiST keeps of a column on its leaves and above. */
export interface GistKey {
  readonly leaf: ColumnWidths
  readonly inner: ColumnWidths
}

/** Default lengths of signatures, in bytes (`siglen`), with the header of the value that holds them. */
const trigramSignatureBytes = 12 + 5
const lexemeSignatureBytes = 124 + 8
const boxBytes = 32

/** What a GiST operator class makes of a value: a box around it, a signature, a pair of bounds. */
export function gistKey(column: ColumnContents): GistKey {
  const { is, nullFraction } = column
  const name = is.operatorClassName ?? ''
  const fixed = (bytes: number): ColumnWidths => ({ alignmentBytes: 8, nullFraction, widths: [{ bytes, share: 1 }] })
  if (name === 'gist_trgm_ops') return { leaf: trigramLists(column), inner: fixed(trigramSignatureBytes) }
  if (name === 'tsvector_ops') {
    return { leaf: fixed(8 + 4 * lexemesPerRow(column.statistics)), inner: fixed(lexemeSignatureBytes) }
  }
  if (/^(box|point|circle|poly)_ops$/.test(name)) {
    // A point is kept as it is since 14, the rest by its box.
    const leafBytes = name === 'point_ops' && is.length === 16 ? 16 : boxBytes
    return { leaf: fixed(leafBytes), inner: fixed(boxBytes) }
  }
  const own: ColumnWidths = { alignmentBytes: column.alignmentBytes, nullFraction, widths: column.widths }
  // The type that btree_gist stores is two bounds already; of texts a leaf has one that is both, in a header of its own.
  if (!/^gist_/.test(name) || is.length > 0) return { leaf: own, inner: own }
  const leaf = { ...own, widths: own.widths.map(({ bytes, share }) => ({ bytes: bytes + 7, share })) }
  return { leaf, inner: fixed(2 * mean(column.widths) + 7) }
}

/** A leaf keeps the trigrams themselves, three bytes each. */
function trigramLists({ statistics, nullFraction, distinct: _, ...rest }: ColumnContents): ColumnWidths {
  const values = statistics === null ? [] : distribution(statistics)
  const widths = values.map(({ value, share }) => ({ bytes: 5 + 3 * trigrams(value).size, share }))
  const guess = { bytes: 5 + 3 * (mean(rest.widths) + 2), share: 1 }
  return { alignmentBytes: 1, nullFraction, widths: widths.length > 0 ? widths : [guess] }
}

/** Bytes of a range's summary in BRIN: least and greatest value, several of them, or a Bloom filter. */
export function summaryBytes(column: ColumnContents, pagesPerRange: number, rowsPerRange: number): number {
  const { is, distinct } = column
  const bytes = mean(column.widths)
  const name = is.operatorClassName ?? ''
  if (name.endsWith('_bloom_ops')) {
    // A tenth of the most rows that a range could hold are taken for distinct, with one of a hundred false positives.
    const values = Math.max(16, 0.1 * 291 * pagesPerRange)
    return 16 + Math.ceil((values * -Math.log(0.01)) / Math.LN2 ** 2 / 8)
  }
  // Up to 32 values, of which half are left when it is written (`MINMAX_BUFFER_LOAD_FACTOR`).
  if (name.endsWith('_minmax_multi_ops')) return 24 + Math.min(16, distinct, Math.max(1, rowsPerRange)) * bytes
  if (name.includes('inclusion')) return bytes + 2
  return 2 * Math.ceil(bytes / column.alignmentBytes) * column.alignmentBytes
}
