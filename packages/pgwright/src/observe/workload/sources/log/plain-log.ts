import { plainRecord } from '../file-format.ts'
import type { LogReader, LogRecord } from './log-record.ts'

const longestRecord = 16 * 1024 * 1024

interface Unfinished {
  readonly prefix: string
  readonly severity: string
  message: string
  detail: string | null
  /** Where the next line that goes on belongs. */
  part: 'message' | 'detail' | 'other'
}

/**
 * Reads what goes to standard error, with any `log_line_prefix`. The lines of a message but the first start with a tab;
 * its detail follows in the same write, so that no other session's message comes between (elog.c).
 */
export class PlainLog implements LogReader {
  #record: Unfinished | null = null

  line(text: string): LogRecord | null {
    if (text.startsWith('\t')) {
      this.#continue(`\n${text.slice(1)}`)
      return null
    }
    const [, prefix = '', severity = '', message = ''] = plainRecord.exec(text) ?? []
    if (severity === 'DETAIL' && this.#record !== null) {
      this.#record.part = 'detail'
      this.#record.detail = message
      return null
    }
    if (accompanying.has(severity)) {
      if (this.#record !== null) this.#record.part = 'other'
      return null
    }
    const finished = this.end()
    this.#record = severity === '' ? null : { prefix, severity, message, detail: null, part: 'message' }
    return finished
  }

  end(): LogRecord | null {
    const record = this.#record
    this.#record = null
    if (record === null) return null
    const { severity, message, detail } = record
    return { ...whoIn(record.prefix), severity, message, detail }
  }

  #continue(text: string): void {
    const record = this.#record
    if (record === null || record.message.length > longestRecord) return
    if (record.part === 'message') record.message += text
    if (record.part === 'detail') record.detail += text
  }
}

const accompanying = new Set(['DETAIL', 'HINT', 'STATEMENT', 'CONTEXT', 'QUERY', 'LOCATION'])

/** What can be told of the session from what `log_line_prefix` made: `[%p]` or `%c`, `user=%u`, `db=%d`, or `%u@%d`. */
function whoIn(prefix: string): Pick<LogRecord, 'session' | 'role' | 'database'> {
  const session = /\[(\d+)(?:-\d+)?\]/.exec(prefix)?.[1] ?? /\b[0-9a-f]{6,}\.[0-9a-f]+\b/.exec(prefix)?.[0] ?? ''
  const [, user, database] = /(?:^|[\s:,([])([^\s:,@()[\]=]+)@([^\s:,@()[\]=]+)/.exec(prefix) ?? []
  return {
    session,
    role: /\b(?:user|usr|u)=([^\s,\]]+)/.exec(prefix)?.[1]?.replace('[unknown', '') || user || null,
    database: /\b(?:database|dbname|db|d)=([^\s,\]]+)/.exec(prefix)?.[1]?.replace('[unknown', '') || database || null,
  }
}
