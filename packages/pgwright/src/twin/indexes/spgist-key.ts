import { distribution } from '../parameters/distribution.ts'
import type { ColumnContents } from './contents.ts'
import type { ColumnWidths } from './tuple-width.ts'

/** A leaf's header is 16 bytes, of which an index tuple's takes 8 (`SGLTHDRSZ`). */
const headBytes = 8

/** What SP-GiST keeps of a column on its leaves: a value as it is, of a text what its place in the tree doesn't tell. */
export function spgistKey(column: ColumnContents, rows: number): ColumnWidths {
  const { is, nullFraction } = column
  const known = is.operatorClassName === 'text_ops' ? knownPrefix(column, rows) : 0
  const widths = column.widths.map(({ bytes, share }) => ({ bytes: headBytes + Math.max(1, bytes - known), share }))
  return { alignmentBytes: 8, nullFraction, widths }
}

/**
 * Letters that two neighbours have in common: as many as neighbours among the values that the statistics show, and as
 * the rows between these add if their letters were digits.
 */
function knownPrefix({ statistics, distinct }: ColumnContents, rows: number): number {
  const values = (statistics === null ? [] : distribution(statistics)).map(({ value }) => value).sort()
  if (values.length < 2) return 0
  const common = values.slice(1).map((value, i) => commonPrefix(value, values[i] ?? ''))
  const average = common.reduce((sum, length) => sum + length, 0) / common.length
  return average + Math.log10(Math.max(1, Math.min(rows, distinct) / values.length))
}

function commonPrefix(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

/** Shares of pages that entries fill, as measured on random values; the rest is inner tuples and what is left free. */
const fills: Readonly<Record<string, number>> = {
  quad_point_ops: 0.76,
  kd_point_ops: 0.67,
  range_ops: 0.54,
  box_ops: 0.82,
  poly_ops: 0.82,
  inet_ops: 0.8,
  text_ops: 0.86,
}
const usualFill = 0.7

export function spgistFill(keys: readonly ColumnContents[]): number {
  return fills[keys[0]?.is.operatorClassName ?? ''] ?? usualFill
}
