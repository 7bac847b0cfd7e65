import { z } from 'zod'
import type { LogReader, LogRecord } from './log-record.ts'

const record = z.object({
  user: z.string().optional(),
  dbname: z.string().optional(),
  session_id: z.string().optional(),
  error_severity: z.string(),
  message: z.string().optional(),
  detail: z.string().optional(),
})

/** Reads `jsonlog`: a record on each line. Lines that are none, as at the ends of a log that was cut, are passed over. */
export class JsonLog implements LogReader {
  line(text: string): LogRecord | null {
    if (!text.includes('"error_severity"')) return null
    const { success, data } = record.safeParse(parsed(text))
    if (!success) return null
    return {
      session: data.session_id ?? '',
      role: data.user ?? null,
      database: data.dbname ?? null,
      severity: data.error_severity,
      message: data.message ?? '',
      detail: data.detail ?? null,
    }
  }

  end(): null {
    return null
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
