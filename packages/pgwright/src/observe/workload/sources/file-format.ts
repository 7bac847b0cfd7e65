export type FileFormat =
  | 'sql'
  | 'statement-lines'
  | 'snapshot'
  | 'csv-log'
  | 'json-log'
  | 'plain-log'
  | 'empty'
  | 'unknown'

/**
 * What a file is, from the first lines of it: names lie, and a log can begin in the middle of a message. What could be
 * SQL is taken for SQL, which shows when it is parsed.
 */
export function formatOf(head: readonly string[]): FileFormat {
  const first = head.find((line) => line.trim() !== '')
  if (first === undefined) return 'empty'
  if (head.some(isUnreadable)) return 'unknown'
  if (first.trimStart().startsWith('{')) return jsonFormat(head)
  if (head.some((line) => csvRecord.test(line))) return 'csv-log'
  if (head.some((line) => jsonRecord.test(line))) return 'json-log'
  if (head.some(isPlainRecord)) return 'plain-log'
  return 'sql'
}

function jsonFormat(head: readonly string[]): FileFormat {
  if (head.some((line) => /"format"\s*:\s*"pgwright-snapshot"/.test(line.slice(0, 10_000)))) return 'snapshot'
  return head.some((line) => jsonRecord.test(line)) ? 'json-log' : 'statement-lines'
}

/** Not what stands in a string or a comment of SQL. */
function isPlainRecord(line: string): boolean {
  const prefix = plainRecord.exec(line)?.[1]
  return prefix !== undefined && prefix.split("'").length % 2 === 1 && !/--|\/\*/.test(prefix)
}

/** UTF-16, or no text at all. */
function isUnreadable(line: string): boolean {
  return line.startsWith('\u{FFFD}\u{FFFD}') || /\0[^\0]\0[^\0]\0/.test(line.slice(0, 1000))
}

/** `write_csvlog`: the time, then user, database, process and client. */
export const csvRecord =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [^,"]+,(?:"(?:[^"]|"")*"|[^,"]*),(?:"(?:[^"]|"")*"|[^,"]*),\d*,/

/** `write_jsonlog`, whose first key is the time. */
const jsonRecord = /^\s*\{"timestamp":"[^"]*",.*"error_severity":"/

/** The severity of a message and two spaces, behind whatever `log_line_prefix` puts there; not behind a comment's dashes. */
export const plainRecord =
  /^(?!\s*--)(.*?)(LOG|ERROR|DETAIL|HINT|STATEMENT|CONTEXT|QUERY|LOCATION|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG\d?): {2}(.*)$/
