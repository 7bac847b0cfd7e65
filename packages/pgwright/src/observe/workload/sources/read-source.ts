import type { Gap } from '../../../model/index.ts'
import { readSnapshot } from '../../snapshot-file.ts'
import type { Gathering } from '../gathering.ts'
import { formatOf } from './file-format.ts'
import { readLog } from './log/read-log.ts'
import { sqlStatements } from './sql-file.ts'
import { readStatementLine } from './statement-lines.ts'
import { linesOf } from './text-file.ts'
import { badFile } from './workload-files.ts'

type Lines = AsyncIterable<readonly string[]>

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
  const portions = linesOf(file)
  const head = await headOf(portions)
  const lines = withHead(head, portions)
  const format = formatOf(head)
  switch (format) {
    case 'empty':
      return []
    case 'sql':
      for (const statement of sqlStatements(file, await textOf(lines))) {
        gathering.add({ ...statement, role: null, totalMs: 0, rows: null })
      }
      return []
    case 'statement-lines':
      return readLines(file, lines, gathering)
    case 'snapshot':
      return readStatistics(await textOf(lines), gathering)
    case 'csv-log':
    case 'json-log':
    case 'plain-log':
      return readLog(file, format, lines, gathering, options.database)
    case 'unknown':
      throw badFile(file, 'it is no text in UTF-8')
    default:
      return format satisfies never
  }
}

/** Enough to tell a format by, and more where the file starts with long lines. */
const headLength = 64 * 1024

async function headOf(portions: AsyncIterator<string[]>): Promise<string[]> {
  const head: string[] = []
  let length = 0
  while (length < headLength) {
    const next = await portions.next()
    if (next.done === true) break
    for (const line of next.value) length += line.length + 1
    head.push(...next.value)
  }
  return head
}

async function* withHead(head: readonly string[], rest: Lines): AsyncGenerator<readonly string[]> {
  yield head
  yield* rest
}

async function textOf(lines: Lines): Promise<string> {
  const parts: string[] = []
  for await (const portion of lines) parts.push(portion.join('\n'))
  return parts.join('\n')
}

async function readLines(file: string, lines: Lines, gathering: Gathering): Promise<Gap[]> {
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
  return gaps.filter(({ object }) => object === 'pg_stat_statements')
}
