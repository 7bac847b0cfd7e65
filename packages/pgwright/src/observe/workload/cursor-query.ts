import { Scanner } from '../../sql/index.ts'

/** The query of `declare … cursor … for …`, which is planned like any other; null for another statement. */
export function cursorQuery(sql: string): string | null {
  if (!/^\s*declare\s/i.test(sql)) return null
  const scanner = new Scanner(sql)
  while (scanner.next()) {
    const isFor = scanner.kind === 'word' && sql.slice(scanner.start, scanner.end).toLowerCase() === 'for'
    if (isFor) return sql.slice(scanner.end).trim()
  }
  return null
}
