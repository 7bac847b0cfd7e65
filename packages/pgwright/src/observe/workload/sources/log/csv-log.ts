import { csvRecord } from '../file-format.ts'
import type { LogReader, LogRecord } from './log-record.ts'

/** A message that is longer is no statement that is worth planning. */
const longestRecord = 16 * 1024 * 1024

/** Columns of `write_csvlog` (elog.c, csvlog.c), the same from 14 to 18 as far as they are read. */
const column = { user: 1, database: 2, session: 5, severity: 11, message: 13, detail: 14 } as const

/** Reads `csvlog`. A log that begins within a record, or is damaged, is taken up at the next line that starts one. */
export class CsvLog implements LogReader {
  #record: string | null = null
  #open = false

  line(text: string): LogRecord | null {
    if (this.#record === null || (this.#open && csvRecord.test(text))) {
      if (!csvRecord.test(text)) return null
      this.#record = text
      this.#open = false
    } else if (this.#record.length < longestRecord) this.#record += `\n${text}`
    if (hasOddQuotes(text)) this.#open = !this.#open
    return this.#open ? null : this.end()
  }

  end(): LogRecord | null {
    const record = this.#record
    this.#record = null
    if (record === null || this.#open) {
      this.#open = false
      return null
    }
    const fields = fieldsOf(record, column.detail + 1)
    const text = (at: number) => fields[at] || null
    return {
      session: fields[column.session] ?? '',
      role: text(column.user),
      database: text(column.database),
      severity: fields[column.severity] ?? '',
      message: fields[column.message] ?? '',
      detail: text(column.detail),
    }
  }
}

function hasOddQuotes(text: string): boolean {
  let odd = false
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd
  return odd
}

function fieldsOf(record: string, most: number): string[] {
  const fields: string[] = []
  let at = 0
  while (fields.length < most && at <= record.length) {
    if (record[at] !== '"') {
      const end = record.indexOf(',', at)
      fields.push(record.slice(at, end === -1 ? undefined : end))
      at = end === -1 ? record.length + 1 : end + 1
      continue
    }
    let end = record.indexOf('"', at + 1)
    while (end !== -1 && record[end + 1] === '"') end = record.indexOf('"', end + 2)
    fields.push(record.slice(at + 1, end === -1 ? undefined : end).replaceAll('""', '"'))
    at = end === -1 ? record.length + 1 : end + 2
  }
  return fields
}
