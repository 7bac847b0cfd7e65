/** A value as a tuple has it on disk: all bytes of a fixed length, or a varlena with its header. */
export interface DiskValue {
  readonly bytes: Buffer
  /** Whether its type has no fixed length. */
  readonly variable: boolean
}

const header = 8
/** Tuples with nulls have a bit for each of `INDEX_MAX_KEYS` (32) columns after the header. */
const headerWithNulls = 16
const flagNulls = 0x8000
const flagVariable = 0x4000

/**
 * A tuple of a B-tree's leaf (`itup.h`) whose first column has a value, and every other one null.
 *
 * @param columns of the index, those of INCLUDE too
 * @param item of the heap's first block that it points to, from 1
 */
export function leafTuple(value: DiskValue, columns: number, item: number): Buffer {
  const start = columns > 1 ? headerWithNulls : header
  const tuple = Buffer.alloc(Math.ceil((start + value.bytes.length) / 8) * 8)
  tuple.writeUInt16LE(item, 4)
  tuple.writeUInt16LE(tuple.length | (columns > 1 ? flagNulls : 0) | (value.variable ? flagVariable : 0), 6)
  // A bit that is set means that there is a value.
  if (columns > 1) tuple.writeUInt8(1, header)
  value.bytes.copy(tuple, start)
  return tuple
}
