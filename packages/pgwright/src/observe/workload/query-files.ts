import path from 'node:path'
import { fillParameters } from '../../sql/index.ts'
import { formatOf } from './sources/file-format.ts'
import { sqlStatements, type WeightedStatement } from './sources/sql-file.ts'
import { readStatementLine } from './sources/statement-lines.ts'
import { textOf, wholeOf } from './sources/text-file.ts'
import { badFile, filesIn } from './sources/workload-files.ts'

/** A statement of a file, with its literals: it goes no further than the process. */
export interface FileQuery {
  /** The file's name without its ending, and where it has several statements `#2` for the second. */
  readonly name: string
  readonly sql: string
  /** How often it is called. */
  readonly calls: number
}

/**
 * The statements of files, one by one: `.sql`, where a comment `-- weight: 20` before a statement says how often it is
 * called, and `.jsonl` with `{"sql": …, "calls": …, "params": […]}` on each line. Of a folder, every such file in it, in
 * the order of names.
 *
 * @throws PgwrightError `usage` for a path that can't be read, `bad-file` for a file that is neither SQL nor JSON lines
 */
export async function readQueries(paths: readonly string[]): Promise<FileQuery[]> {
  const files = (await Promise.all(paths.map((given) => filesIn(given, /\.(sql|jsonl)$/)))).flat()
  const queries: FileQuery[] = []
  for (const file of files) queries.push(...named(file, await statementsOf(file)))
  return queries
}

function named(file: string, statements: readonly WeightedStatement[]): FileQuery[] {
  const name = path.basename(file).replace(/\.(sql|jsonl)$/, '')
  return statements.map((statement, i) => ({ name: statements.length === 1 ? name : `${name}#${i + 1}`, ...statement }))
}

async function statementsOf(file: string): Promise<WeightedStatement[]> {
  const text = await wholeOf(textOf(file))
  const lines = text.split('\n')
  switch (formatOf(lines)) {
    case 'empty':
      return []
    case 'sql':
      return sqlStatements(file, text)
    case 'statement-lines':
      return lines.flatMap((line, i) => {
        if (line.trim() === '') return []
        const { sql, calls, params } = readStatementLine(file, line, i + 1)
        return [{ sql: fillParameters(sql, params), calls }]
      })
    default:
      throw badFile(file, 'it is neither SQL nor JSON lines')
  }
}
