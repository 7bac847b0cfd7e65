interface Room {
  readonly first: bigint
  readonly last: bigint
  readonly start: bigint
  readonly step: bigint
}

/**
 * Whole numbers in rising order: those that are given, and others spread evenly between them, or in steps before the
 * first and after the last.
 *
 * @param given null where a place is to be found
 * @returns null where there is no room, or what is given does not rise
 */
export function placesBetween(given: readonly (bigint | null)[], room: Room): bigint[] | null {
  const places: bigint[] = []
  for (let i = 0; i < given.length; ) {
    const place = given[i]
    if (place !== null && place !== undefined) {
      if (i > 0 && (places[i - 1] ?? place) >= place) return null
      places.push(place)
      i++
      continue
    }
    const end = given.findIndex((other, j) => j > i && other !== null)
    const count = (end === -1 ? given.length : end) - i
    const between = spread(places.at(-1) ?? null, end === -1 ? null : (given[end] ?? null), BigInt(count), room)
    if (between === null) return null
    places.push(...between)
    i += count
  }
  return places
}

function spread(after: bigint | null, before: bigint | null, count: bigint, room: Room): bigint[] | null {
  const numbers = Array.from({ length: Number(count) }, (_, i) => BigInt(i))
  if (after !== null && before !== null) {
    if (before - after - 1n < count) return null
    return numbers.map((i) => after + ((before - after) * (i + 1n)) / (count + 1n))
  }
  for (const step of room.step === 1n ? [1n] : [room.step, 1n]) {
    const start = after !== null ? after + step : before !== null ? before - count * step : room.start
    const found = numbers.map((i) => start + i * step)
    if (start >= room.first && (found.at(-1) ?? start) <= room.last) return found
  }
  if (after !== null || before !== null || room.last - room.first < count) return null
  return numbers.map((i) => room.first + i)
}
