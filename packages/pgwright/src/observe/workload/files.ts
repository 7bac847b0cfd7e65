import { type Gap, PgwrightError, type Workload } from '../../model/index.ts'
import { Gathering } from './gathering.ts'
import { readSource, type SourceOptions } from './sources/read-source.ts'
import { filesIn } from './sources/workload-files.ts'

export interface GatheredWorkload {
  readonly workload: Workload
  readonly gaps: readonly Gap[]
}

/**
 * A workload from files: SQL, JSON lines, logs of PostgreSQL, and snapshots, compressed or not. Statements that are the
 * same for the same role are merged across all of them.
 *
 * @throws PgwrightError `usage` for a path that can't be read, `bad-file` for a file that is none of these, and
 *   `empty-workload` where there is no query in any of them
 */
export async function readWorkload(paths: readonly string[], options: SourceOptions = {}): Promise<GatheredWorkload> {
  const files = (await Promise.all(paths.map((given) => filesIn(given)))).flat()
  const gathering = new Gathering()
  const gaps: Gap[] = []
  for (const file of files) gaps.push(...(await readSource(file, gathering, options)))
  const workload = gathering.workload(paths.join(', '))
  if (workload.statements.length > 0) return { workload, gaps: [...gaps, ...gathering.gaps] }
  const reason = workload.excluded[0]?.reason ?? 'the files are empty'
  throw new PgwrightError(
    'empty-workload',
    `There is no query to work on in ${paths.join(', ')}; of what was left out, the first: ${reason}`,
    'Give files of .sql or .jsonl with the queries of the application, or a log with log_min_duration_statement = 0.',
  )
}
