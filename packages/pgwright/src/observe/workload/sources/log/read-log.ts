import type { Gap } from '../../../../model/index.ts'
import type { Gathering } from '../../gathering.ts'
import { CsvLog } from './csv-log.ts'
import { JsonLog } from './json-log.ts'
import type { LogReader, LogRecord } from './log-record.ts'
import { LoggedCalls } from './logged-calls.ts'
import { PlainLog } from './plain-log.ts'

const readers = {
  'csv-log': () => new CsvLog(),
  'json-log': () => new JsonLog(),
  'plain-log': () => new PlainLog(),
} as const satisfies Record<string, () => LogReader>

/** Adds the calls of a log, a file of any size, to a workload. */
export async function readLog(
  file: string,
  format: keyof typeof readers,
  lines: AsyncIterable<readonly string[]>,
  gathering: Gathering,
  database: string | undefined,
): Promise<Gap[]> {
  const reader = readers[format]()
  let found = 0
  const calls = new LoggedCalls((call) => {
    found++
    gathering.add(call)
  })
  const others = new Map<string, number>()
  const take = (record: LogRecord | null) => {
    if (record === null) return
    const isOther = database !== undefined && record.database !== null && record.database !== database
    if (!isOther) calls.add(record)
    else if (record.severity === 'LOG') others.set(record.database ?? '', (others.get(record.database ?? '') ?? 0) + 1)
  }
  for await (const portion of lines) for (const line of portion) take(reader.line(line))
  take(reader.end())
  calls.end()
  for (const [name, count] of [...others].sort()) {
    gathering.exclusions.add({ sql: '…', reason: `It was logged in the database "${name}".`, count })
  }
  return found > 0 || others.size > 0 ? [] : [silentLog(file)]
}

function silentLog(file: string): Gap {
  return {
    object: file,
    reason: 'The log has no statement in it, at least none in English.',
    effect: 'It adds nothing to the workload; set log_min_duration_statement = 0 for a while.',
  }
}
