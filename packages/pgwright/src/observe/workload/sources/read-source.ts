import type { Gap } from '../../../model/index.ts'
import { readSnapshot } from '../../snapshot-file.ts'
import type { Gathering } from '../gathering.ts'
import { isWorkloadGap } from '../problem.ts'
import { formatOf } from './file-format.ts'
import { readLog } from './log/read-log.ts'
import { sqlStatements } from './sql-file.ts'
import { readStatementLine } from './statement-lines.ts'
import { linesOf, textOf, wholeOf } from './text-file.ts'
import { badFile } from './workload-files.ts'

export interface SourceOptions {
  /** Statements of other databases are left out, where the source tells of which they are. */
  readonly database?: string
}

/**
 * Adds what a file tells of a workload: SQL, JSON lines, a log of PostgreSQL, or a snapshot. What it is, its content
 * says.
 *
 * @throws PgwrightError `usage` where it can't be read, `bad-file` where it is none of these
 */
export async function readSource(file: string, gathering: Gathering, options: SourceOptions): Promise<Gap[]> {
  const portions = textOf(file)
  const head = await headOf(portions)
  const text = withHead(head, portions)
  const format = formatOf(head.split(/\r?\n/))
  switch (format) {
    case 'empty':
      return []
    case 'sql':
      for (const statement of sqlStatements(file, await wholeOf(text))) {
        gathering.add({ ...statement, role: null, totalMs: 0, rows: null })
      }
      return []
    case 'statement-lines':
      return readLines(file, linesOf(text), gathering)
    case 'snapshot':
      return readStatistics(await wholeOf(text), gathering)
    case 'csv-log':
    case 'json-log':
    case 'plain-log':
      return readLog(file, format, linesOf(text), gathering, options.database)
    case 'unknown':
      await portions.return(undefined)
      throw badFile(file, 'it is no text in UTF-8')
    default:
      return format satisfies never
  }
}

/** Enough to tell a format by, even where the file starts with a long line. */
const headLength = 64 * 1024

async function headOf(portions: AsyncIterator<string>): Promise<string> {
  let head = ''
  while (head.length < headLength) {
    const next = await portions.next()
    if (next.done === true) break
    head += next.value
  }
  return head
}

async function* withHead(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head
  yield* rest
}

async function readLines(file: string, lines: AsyncIterable<readonly string[]>, gathering: Gathering): Promise<Gap[]> {
  let number = 0
  for await (const portion of lines) {
    for (const line of portion) {
      number++
      if (line.trim() !== '') gathering.add({ ...readStatementLine(file, line, number), role: null, rows: null })
    }
  }
  return []
}

/** The workload of a snapshot, of whichever database: an application often has several that are alike. */
function readStatistics(text: string, gathering: Gathering): Gap[] {
  const { workload, gaps } = readSnapshot(text)
  for (const statement of workload.statements) gathering.add(statement)
  for (const excluded of workload.excluded) gathering.exclusions.add(excluded)
  return gaps.filter(isWorkloadGap)
}
