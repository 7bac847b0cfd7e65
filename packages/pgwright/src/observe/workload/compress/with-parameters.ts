import { isPlannable, parameterNumbers, Scanner } from '../../../sql/index.ts'

/** A statement with `$n` for the literals that stand at these places, in bytes; as it was where the grammar wants a literal. */
export function withParameters(sql: string, locations: readonly number[]): string {
  if (locations.length === 0) return sql
  const starts = locations
    .map((location) => Buffer.from(sql).subarray(0, location).toString().length)
    .sort((a, b) => a - b)
  const scanner = new Scanner(sql)
  let last = parameterNumbers(sql).at(-1) ?? 0
  let text = ''
  let from = 0
  for (const start of starts) {
    // The sign of a number belongs to it, and its place is where the sign stands.
    while (scanner.next()) if (scanner.kind === 'literal' && scanner.start >= start) break
    if (scanner.kind !== 'literal' || start < from || !/^-?\s*$/.test(sql.slice(start, scanner.start))) return sql
    text += `${sql.slice(from, start)}$${++last}`
    from = scanner.end
  }
  const filled = text + sql.slice(from)
  return isPlannable(filled) ? filled : sql
}
