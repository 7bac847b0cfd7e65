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
  const own = new LoggedCalls((call) => {
    found++
    gathering.add(call)
  })
  const others = new Map<string, LoggedCalls>()
  const counts = new Map<string, number>()
  // What else another database logs is no statement that is left out.
  const countedIn = (name: string) =>
    new LoggedCalls(({ calls }) => {
      if (calls > 0) counts.set(name, (counts.get(name) ?? 0) + calls)
    })
  const take = (record: LogRecord | null) => {
    if (record === null) return
    const { database: name } = record
    if (database === undefined || name === null || name === database) own.add(record)
    else {
      const other = others.get(name) ?? countedIn(name)
      others.set(name, other)
      other.add(record)
    }
  }
  for await (const portion of lines) for (const line of portion) take(reader.line(line))
  take(reader.end())
  for (const calls of [own, ...others.values()]) calls.end()
  for (const [name, count] of [...counts].sort()) {
    gathering.exclusions.add({ sql: '…', reason: `It was logged in the database "${name}".`, count })
  }
  return found > 0 || counts.size > 0 ? [] : [silentLog(file)]
}

function silentLog(file: string): Gap {
  return {
    object: file,
    reason: 'The log has no statement in it, at least none in English.',
    effect: 'It adds nothing to the workload; set log_min_duration_statement = 0 for a while.',
  }
}
