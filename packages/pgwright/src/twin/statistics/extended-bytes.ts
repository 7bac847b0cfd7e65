import type { DiskValue } from '../files/index-tuple.ts'

/** Numbers of columns, and of expressions below 0, as `stxkeys` and the statistics have them. */
export interface DistinctItem {
  readonly attributes: readonly number[]
  readonly distinct: number
}

export interface DependencyItem {
  /** The last one follows from the others. */
  readonly attributes: readonly number[]
  readonly degree: number
}

export interface CombinationItem {
  /** Per dimension: which of its values; null for a null. */
  readonly values: readonly (number | null)[]
  readonly frequency: number
  readonly baseFrequency: number
}

/** A column or expression of combinations, with its values, each once. */
export interface Dimension {
  /** Oid. */
  readonly type: number
  /** `typlen`, -1 for a varlena. */
  readonly length: number
  readonly byValue: boolean
  readonly values: readonly DiskValue[]
}

// The magic numbers of `statistics.h`; each kind has one format (BASIC, 1), the same on every major.
const distinctMagic = 0xa352bfa4
const dependencyMagic = 0xb4549a2c
const combinationMagic = 0xe1a651c2
const basic = 1

/** `statext_ndistinct_serialize` in `mvdistinct.c`, without the varlena's header. */
export function distinctBytes(items: readonly DistinctItem[]): Buffer {
  const serialized = items.map(({ attributes, distinct }) =>
    Buffer.concat([float8(distinct), uint32(attributes.length), ...attributes.map(int16)]),
  )
  return Buffer.concat([uint32(distinctMagic), uint32(basic), uint32(items.length), ...serialized])
}

/** `statext_dependencies_serialize` in `dependencies.c`. */
export function dependencyBytes(items: readonly DependencyItem[]): Buffer {
  const serialized = items.map(({ attributes, degree }) =>
    Buffer.concat([float8(degree), int16(attributes.length), ...attributes.map(int16)]),
  )
  return Buffer.concat([uint32(dependencyMagic), uint32(basic), uint32(items.length), ...serialized])
}

/** `statext_mcv_serialize` in `mcv.c`: a header, each dimension's figures, their values, and the items. */
export function combinationBytes(dimensions: readonly Dimension[], items: readonly CombinationItem[]): Buffer {
  const values = dimensions.map((dimension) => Buffer.concat(dimension.values.map(serializedValue)))
  return Buffer.concat([
    uint32(combinationMagic),
    uint32(basic),
    uint32(items.length),
    int16(dimensions.length),
    ...dimensions.map(({ type }) => uint32(type)),
    ...dimensions.map((dimension, index) => dimensionInfo(dimension, values[index]?.length ?? 0)),
    ...values,
    ...items.map(serializedItem),
  ])
}

function serializedValue({ bytes, variable }: DiskValue): Buffer {
  if (!variable) return bytes
  const payload = bytes.subarray(varlenaHeader)
  return Buffer.concat([uint32(payload.length), payload])
}

const varlenaHeader = 4

/** `DimensionInfo`: three figures, `typlen` and `typbyval`, padded to 20 bytes. */
function dimensionInfo({ length, byValue, values }: Dimension, sizeBytes: number): Buffer {
  const aligned = values.reduce((sum, { bytes }) => sum + Math.ceil(bytes.length / 8) * 8, 0)
  const info = Buffer.alloc(20)
  info.writeInt32LE(values.length, 0)
  info.writeInt32LE(sizeBytes, 4)
  info.writeInt32LE(byValue ? 0 : aligned, 8)
  info.writeInt32LE(length, 12)
  info.writeUInt8(byValue ? 1 : 0, 16)
  return info
}

function serializedItem({ values, frequency, baseFrequency }: CombinationItem): Buffer {
  const nulls = Buffer.from(values.map((value) => (value === null ? 1 : 0)))
  return Buffer.concat([nulls, float8(frequency), float8(baseFrequency), ...values.map((value) => uint16(value ?? 0))])
}

function float8(number: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(number)
  return bytes
}

function uint32(number: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(number)
  return bytes
}

function uint16(number: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(number)
  return bytes
}

function int16(number: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16LE(number)
  return bytes
}
