import { Scanner, type Template } from '../../../sql/index.ts'

/** A statement cut at the literals that stand at these places, in bytes; a place where none stands is passed over. */
export function templateAt(sql: string, locations: readonly number[]): Template {
  const pieces: string[] = []
  const values: string[] = []
  const scanner = new Scanner(sql)
  let from = 0
  for (const start of startsOf(sql, locations)) {
    while (scanner.kind !== 'literal' || scanner.start < start) if (!scanner.next()) break
    // The sign of a number belongs to it, and its place is where the sign stands.
    const isThere = scanner.kind === 'literal' && start >= from && /^-?\s*$/.test(sql.slice(start, scanner.start))
    if (!isThere) continue
    pieces.push(sql.slice(from, start))
    values.push(sql.slice(start, scanner.end))
    from = scanner.end
  }
  return { key: '', pieces: [...pieces, sql.slice(from)], values }
}

/** Places in characters, in their order, each once: a condition that became two has its literals in both. */
function startsOf(sql: string, locations: readonly number[]): number[] {
  const bytes = Buffer.from(sql)
  let position = 0
  let length = 0
  // The parser gives a literal that the text does not have a place before its beginning.
  const places = [...new Set(locations)].filter((location) => location > 0).sort((a, b) => a - b)
  return places.map((location) => {
    length += bytes.subarray(position, location).toString().length
    position = location
    return length
  })
}
