/** Stands in statements by which pgwright reads tables, and is kept by `pg_stat_statements` and logs. */
export const ownMark = '/* pgwright */'

export function isOwnStatement(sql: string): boolean {
  return sql.includes(ownMark)
}
