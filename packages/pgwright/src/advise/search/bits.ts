/** A set of small numbers, as bits: sets of indexes are compared many thousands of times. */
export type Bits = Uint32Array

/** @param size one more than the largest number */
export function emptyBits(size: number): Bits {
  return new Uint32Array(Math.max(1, Math.ceil(size / 32)))
}

export function bitsOf(size: number, members: Iterable<number>): Bits {
  const bits = emptyBits(size)
  for (const member of members) setBit(bits, member)
  return bits
}

export function setBit(bits: Bits, member: number): void {
  bits[member >>> 5] = (bits[member >>> 5] ?? 0) | (1 << (member & 31))
}

export function clearBit(bits: Bits, member: number): void {
  bits[member >>> 5] = (bits[member >>> 5] ?? 0) & ~(1 << (member & 31))
}

export function hasBit(bits: Bits, member: number): boolean {
  return ((bits[member >>> 5] ?? 0) & (1 << (member & 31))) !== 0
}

export function isWithin(inner: Bits, outer: Bits): boolean {
  for (let i = 0; i < inner.length; i++) if (((inner[i] ?? 0) & ~(outer[i] ?? 0)) !== 0) return false
  return true
}

export function common(one: Bits, other: Bits): Bits {
  return one.map((word, i) => word & (other[i] ?? 0))
}

export function joined(one: Bits, other: Bits): Bits {
  return one.map((word, i) => word | (other[i] ?? 0))
}

export function membersOf(bits: Bits): number[] {
  const members: number[] = []
  for (let i = 0; i < bits.length; i++) {
    for (let word = bits[i] ?? 0; word !== 0; word &= word - 1) members.push(i * 32 + 31 - Math.clz32(word & -word))
  }
  return members
}

export function isEmpty(bits: Bits): boolean {
  return bits.every((word) => word === 0)
}
