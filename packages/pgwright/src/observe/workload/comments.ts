import { scanSync } from 'libpg-query'

/**
 * Takes comments out of a statement: applications put request ids, routes and users into them. What PostgreSQL 18
 * writes itself stays: it marks a list of values of any length.
 */
export function withoutComments(sql: string): string {
  const bytes = Buffer.from(sql)
  let text = ''
  let position = 0
  for (const { start, end, tokenName } of tokensOf(sql)) {
    const isList = bytes.subarray(start, end).toString() === '/*, ... */'
    if (isList || !tokenName.endsWith('COMMENT')) continue
    text += bytes.subarray(position, start).toString()
    position = end
  }
  return (text + bytes.subarray(position).toString()).trim()
}

function tokensOf(sql: string) {
  try {
    return scanSync(sql).tokens
  } catch {
    return [] // not SQL: left out of the workload, with its first words only
  }
}
