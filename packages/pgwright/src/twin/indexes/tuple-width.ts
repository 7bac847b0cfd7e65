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
/** A tuple with a null has a bitmap of 32 columns, which brings its header to 16 bytes (`IndexInfoFindDataOffset`). */
const bitmapBytes = 8
/** Longer values carry a header of four bytes instead of one (`VARATT_SHORT_MAX`). */
const longestShort = 126

/** Bytes of a value as a tuple stores it, its header included; null where only the average width is known. */
export function storedBytes(type: string, text: string): number | null {
  if (textual.test(type)) return withHeader(Buffer.byteLength(text))
  if (type === 'numeric') return withHeader(numericBytes(text))
  if (type === 'bytea' && text.startsWith('\\x')) return withHeader((text.length - 2) / 2)
  return null
}

/** Types whose values are what their text is. */
const textual = /^(text|character varying|character|name|json|xml|(.*\.)?citext)$/

function withHeader(bytes: number): number {
  return bytes <= longestShort ? bytes + 1 : bytes + 4
}

/** Two bytes of sign, scale and weight, then two for each four digits; zeros at either end are not stored (`numeric.c`). */
function numericBytes(text: string): number {
  const [, integer = '', fraction = ''] = /^-?(\d*)\.?(\d*)$/.exec(text) ?? []
  const digits =
    integer.padStart(Math.ceil(integer.length / 4) * 4, '0') + fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0')
  const groups = digits.match(/.{4}/g) ?? []
  const isZero = (group: string) => group === '0000'
  const first = groups.findIndex((group) => !isZero(group))
  return 2 + (first === -1 ? 0 : 2 * (groups.findLastIndex((group) => !isZero(group)) - first + 1))
}

export function mean(widths: readonly Width[]): number {
  const total = widths.reduce((sum, { share }) => sum + share, 0)
  return total === 0 ? 0 : widths.reduce((sum, { bytes, share }) => sum + bytes * share, 0) / total
}

/**
 * Average size of an index tuple: columns one after the other, each where its type's alignment allows, and the whole
 * rounded up to 8 bytes. Rounding is not linear, so it is done over the whole distribution and not over the average.
 */
export function averageTupleBytes(columns: readonly ColumnWidths[]): number {
  let offsets: Offsets = { whole: new Map([[0, 1]]), withNulls: new Map() }
  for (const column of columns) offsets = placed(offsets, column)
  const { whole, withNulls } = offsets
  return average(whole, tupleHeaderBytes) + average(withNulls, tupleHeaderBytes + bitmapBytes)
}

/** Share of the tuples by where their data ends, counted from the end of the header. */
interface Offsets {
  readonly whole: ReadonlyMap<number, number>
  readonly withNulls: ReadonlyMap<number, number>
}

function placed({ whole, withNulls }: Offsets, { alignmentBytes, nullFraction, widths }: ColumnWidths): Offsets {
  const total = widths.reduce((sum, { share }) => sum + share, 0)
  const behind = (offsets: ReadonlyMap<number, number>) => {
    const next = new Map<number, number>()
    for (const [offset, share] of offsets) {
      const start = Math.ceil(offset / alignmentBytes) * alignmentBytes
      for (const width of widths)
        add(next, start + Math.round(width.bytes), share * (1 - nullFraction) * (width.share / total))
    }
    return next
  }
  const next = { whole: behind(whole), withNulls: behind(withNulls) }
  if (nullFraction === 0) return next
  for (const offsets of [whole, withNulls])
    for (const [offset, share] of offsets) add(next.withNulls, offset, share * nullFraction)
  return next
}

function add(offsets: Map<number, number>, offset: number, share: number): void {
  offsets.set(offset, (offsets.get(offset) ?? 0) + share)
}

function average(offsets: ReadonlyMap<number, number>, headerBytes: number): number {
  let sum = 0
  for (const [offset, share] of offsets) sum += share * Math.ceil((headerBytes + offset) / 8) * 8
  return sum
}
