import { PgwrightError, type Workload } from '../../model/index.ts'
import { readQueries } from './query-files.ts'
import { workloadFrom } from './workload.ts'

/**
 * A workload from files, see {@link readQueries}.
 *
 * @throws PgwrightError as `readQueries` does, and `empty-workload` where there is no query in any of them
 */
export async function readWorkload(paths: readonly string[]): Promise<Workload> {
  const queries = await readQueries(paths)
  // A file does not say how many rows a statement writes: one for each call.
  const statements = queries.map(({ sql, calls }) => ({ sql, calls, role: null, totalMs: 0, rows: calls }))
  const workload = workloadFrom(paths.join(', '), statements)
  if (workload.statements.length > 0) return workload
  throw new PgwrightError(
    'empty-workload',
    `There is no query to work on in ${paths.join(', ')}; ${workload.excluded.length} statements were left out.`,
    'Give files of .sql or .jsonl with the queries of the application.',
  )
}
