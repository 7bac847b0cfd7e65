import type { Plan } from '../model/index.ts'

/** The statements that applying a plan runs, word for word and in order, without connecting to anything. */
export function planStatements({ changes }: Plan): string[] {
  return [
    '-- What is done is written to the tables run and run_step in the schema pgwright, made when it is missing.',
    '-- Each index is tried first on an empty temporary copy of its table. One that is there already is not built again.',
    '-- Before each statement its lock is tried for: lock table only … in share update exclusive mode, with lock_timeout.',
    ...changes.flatMap(({ steps, sql }) =>
      steps.length === 0 ? [`-- For the application to ask instead: ${oneLine(sql)}`] : steps.map((step) => step.sql),
    ),
  ]
}

/** What follows a line's end would no longer be a comment. */
function oneLine(sql: string): string {
  return sql.replace(/\s+/g, ' ')
}
