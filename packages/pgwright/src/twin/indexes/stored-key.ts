import { distribution } from '../parameters/distribution.ts'
import type { ColumnContents } from './contents.ts'
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
/** About what a lexeme takes of a `tsvector`, which a leaf keeps as a hash of four bytes. */
const bytesPerLexeme = 15

/** What a GiST operator class makes of a value: a box around it, a signature, a pair of bounds. */
export function gistKey(column: ColumnContents): GistKey {
  const { is, nullFraction } = column
  const name = is.operatorClassName ?? ''
  const fixed = (bytes: number): ColumnWidths => ({ alignmentBytes: 8, nullFraction, widths: [{ bytes, share: 1 }] })
  if (name === 'gist_trgm_ops') return { leaf: trigramLists(column), inner: fixed(trigramSignatureBytes) }
  if (name === 'tsvector_ops') {
    const lexemes = Math.max(1, (column.statistics?.averageWidth ?? 150) / bytesPerLexeme)
    return { leaf: fixed(8 + 4 * lexemes), inner: fixed(lexemeSignatureBytes) }
  }
  if (/^(box|point|circle|poly)_ops$/.test(name)) {
    // A point is kept as it is since 14, the rest by its box.
    const leafBytes = name === 'point_ops' && is.length === 16 ? 16 : boxBytes
    return { leaf: fixed(leafBytes), inner: fixed(boxBytes) }
  }
  const own: ColumnWidths = { alignmentBytes: column.alignmentBytes, nullFraction, widths: column.widths }
  if (!/^gist_/.test(name)) return { leaf: own, inner: own }
  // btree_gist keeps a lower and an upper bound, on leaves too; of texts one that is both.
  const [bytes, double] = [mean(column.widths), is.length > 0]
  return { leaf: fixed(double ? 2 * bytes : bytes + 4), inner: fixed(2 * bytes + (double ? 0 : 4)) }
}

/** A leaf keeps the trigrams themselves, three bytes each. */
function trigramLists({ statistics, nullFraction, distinct: _, ...rest }: ColumnContents): ColumnWidths {
  const values = statistics === null ? [] : distribution(statistics)
  const widths = values.map(({ value, share }) => ({ bytes: 5 + 3 * trigrams(value).size, share }))
  const guess = { bytes: 5 + 3 * (mean(rest.widths) + 2), share: 1 }
  return { alignmentBytes: 1, nullFraction, widths: widths.length > 0 ? widths : [guess] }
}

/** SP-GiST keeps most values as they are; of a text only what its place in the tree does not tell. */
export function spgistKeyBytes(column: ColumnContents): ColumnWidths {
  const { is, alignmentBytes, nullFraction } = column
  // Head, next offset and the row's address take 12 bytes where an index tuple's header takes 8 (`SGLTHDRSZ`).
  const head = 4
  const suffix = is.operatorClassName === 'text_ops' ? 0.5 : 1
  const widths = column.widths.map(({ bytes, share }) => ({ bytes: head + Math.max(1, bytes * suffix), share }))
  return { alignmentBytes, nullFraction, widths }
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
  if (name.endsWith('_minmax_multi_ops')) return 24 + Math.min(32, distinct, Math.max(1, rowsPerRange)) * bytes
  if (name.includes('inclusion')) return bytes + 2
  return 2 * Math.ceil(bytes / column.alignmentBytes) * column.alignmentBytes
}
