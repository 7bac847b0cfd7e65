import type { ExtendedData, StatisticsKey } from '../../model/index.ts'

type KeyOf = (attribute: number) => StatisticsKey

/** `{"1, 2": 5, "1, -1": 30}`: numbers of columns, and of expressions below 0, with how many combinations there are. */
export function distinctOfText(text: string, keyOf: KeyOf): NonNullable<ExtendedData['distinct']> {
  return entriesOf(text).map(([keys, distinct]) => ({ keys: attributes(keys).map(keyOf), distinct }))
}

/** `{"1, 2 => 3": 0.500000}`: to six digits, which is why the bytes are read where they may be. */
export function dependenciesOfText(text: string, keyOf: KeyOf): NonNullable<ExtendedData['dependencies']> {
  return entriesOf(text).map(([keys, degree]) => {
    const [from = '', to = ''] = keys.split(' => ')
    return { from: attributes(from).map(keyOf), to: keyOf(Number(to)), degree }
  })
}

function entriesOf(text: string): [string, number][] {
  return Object.entries(JSON.parse(text) as Record<string, number>)
}

function attributes(text: string): number[] {
  return text.split(', ').map(Number)
}

/** `STATS_DEPS_MAGIC` and `STATS_DEPS_TYPE_BASIC` of `statistics.h`. */
const magic = 0xb4549a2c
const basic = 1

/**
 * `statext_dependencies_serialize`, the same on every major: three words, then for each dependency its degree, how many
 * columns it has, and their numbers, the last one being what follows from the others. Null where it is not that.
 */
export function dependenciesOfBytes(bytes: Buffer, keyOf: KeyOf): ExtendedData['dependencies'] {
  // A server of the other byte order sends the words as it has them.
  if (bytes.length < 12 || bytes.readUInt32LE(0) !== magic || bytes.readUInt32LE(4) !== basic) return null
  const found: NonNullable<ExtendedData['dependencies']> = []
  let at = 12
  for (let left = bytes.readUInt32LE(8); left > 0; left--) {
    const degree = bytes.readDoubleLE(at)
    const count = bytes.readInt16LE(at + 8)
    const keys = Array.from({ length: count }, (_, index) => keyOf(bytes.readInt16LE(at + 10 + 2 * index)))
    const to = keys.pop()
    if (to !== undefined) found.push({ from: keys, to, degree })
    at += 10 + 2 * count
  }
  return found
}
