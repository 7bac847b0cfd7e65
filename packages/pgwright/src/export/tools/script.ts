import type { Migration } from '../migration.ts'

/** Statements as a file of SQL. */
export function script(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};\n`).join('')
}

/** What a migration does, on a line, as a comment of SQL or of another language. */
export function comments({ title }: Pick<Migration, 'title'>, mark = '--'): string {
  return `${mark} ${title}. Written by pgwright export.`
}
