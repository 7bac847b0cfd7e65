import { commentTokens, tryParse } from '../../sql/index.ts'

/**
 * Takes comments out of a statement: applications put request ids, routes and users into them. What PostgreSQL 18
 * writes itself stays: it marks a list of values of any length. Text that can't be parsed is left as it is.
 */
export function withoutComments(sql: string): string {
  if (!/--|\/\*/.test(sql)) return sql.trim()
  if (tryParse(sql) === null) return sql
  const bytes = Buffer.from(sql)
  let text = ''
  let position = 0
  for (const { start, end } of commentTokens(sql)) {
    const isList = bytes.subarray(start, end).toString() === '/*, ... */'
    if (isList) continue
    text += bytes.subarray(position, start).toString()
    position = end
  }
  return (text + bytes.subarray(position).toString()).trim()
}
