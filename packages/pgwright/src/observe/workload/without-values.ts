import type { Statement } from '../../model/index.ts'
import { normalise } from '../../sql/index.ts'

/** A statement as it may be written into a file: without literals, and without samples, which are made of them. */
export function withoutValues({ samples: _, ...statement }: Statement): Omit<Statement, 'samples'> {
  return { ...statement, sql: normalise(statement.sql) }
}
