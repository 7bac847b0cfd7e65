import type { Plan } from '../model/index.ts'

/** The statements that applying a plan would run, in order, without connecting to anything. */
export function planStatements({ changes }: Plan): string[] {
  return [
    '-- What is done is written to the tables run and run_step in the schema pgwright, made when it is missing.',
    ...changes.flatMap(({ steps }) => steps.map(({ sql }) => sql)),
  ]
}
