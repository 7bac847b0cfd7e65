import type { Plan } from '../model/index.ts'

/** The statements that applying a plan runs, word for word and in order, without connecting to anything. */
export function planStatements({ changes }: Plan): string[] {
  return [
    '-- What is done is written to the tables run and run_step in the schema pgwright, made when it is missing.',
    '-- Each index is tried first on an empty temporary copy of its table. One that is there already is not built again.',
    '-- Before each statement its lock is tried for: lock table only … in share update exclusive mode, with lock_timeout.',
    ...changes.flatMap(({ steps }) => steps.map(({ sql }) => sql)),
  ]
}
