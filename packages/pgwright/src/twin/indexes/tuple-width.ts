/** Widths that a column's values have in a tuple, each with its share of the values that are not null. */
export interface ColumnWidths {
  readonly alignmentBytes: number
  readonly nullFraction: number
  readonly widths: readonly Width[]
}

interface Width {
  readonly bytes: number
  readonly share: number
}

const tupleHeaderBytes = 8
/** Longer values carry a header of four bytes instead of one (`VARATT_SHORT_MAX`). */
const longestShort = 126

/** Bytes of a text as a tuple stores it, header included. */
export function storedBytes(text: string): number {
  const bytes = Buffer.byteLength(text)
  return bytes <= longestShort ? bytes + 1 : bytes + 4
}

export function mean(widths: readonly Width[]): number {
  const total = widths.reduce((sum, { share }) => sum + share, 0)
  return widths.reduce((sum, { bytes, share }) => sum + bytes * share, 0) / total
}

/**
 * Average size of an index tuple: columns one after the other, each where its type's alignment allows, and the whole
 * rounded up to 8 bytes. Rounding is not linear, so it is done over the whole distribution and not over the average.
 */
export function averageTupleBytes(columns: readonly ColumnWidths[]): number {
  let offsets = new Map([[0, 1]])
  for (const { alignmentBytes, nullFraction, widths } of columns) {
    const total = widths.reduce((sum, { share }) => sum + share, 0)
    const next = new Map<number, number>()
    const add = (offset: number, share: number) => next.set(offset, (next.get(offset) ?? 0) + share)
    for (const [offset, share] of offsets) {
      if (nullFraction > 0) add(offset, share * nullFraction)
      for (const width of widths) {
        const start = Math.ceil(offset / alignmentBytes) * alignmentBytes
        add(start + Math.round(width.bytes), share * (1 - nullFraction) * (width.share / total))
      }
    }
    offsets = next
  }
  let average = 0
  for (const [offset, share] of offsets) average += share * Math.ceil((tupleHeaderBytes + offset) / 8) * 8
  return average
}
