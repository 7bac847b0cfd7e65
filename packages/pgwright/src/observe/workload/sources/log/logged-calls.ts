import type { ObservedCalls } from '../../gathering.ts'
import { type LogMessage, preparedQuery, readMessage, readParameters } from './log-message.ts'
import type { LogRecord } from './log-record.ts'

type Params = ReadonlyMap<number, string>

interface Call {
  readonly role: string | null
  readonly sql: string
  readonly params: Params
  readonly ms: number | null
}

/** What a session has logged of a call that more may follow of. */
interface Open {
  /** Logged before it ran: its time is still to come. */
  readonly started: Call | null
  /** Logged by auto_explain: the statement itself may follow, with its time. */
  readonly planned: Call | null
}

const nothing: Open = { started: null, planned: null }
const noParams: Params = new Map()
/** Sessions that end with a call open leave it behind. */
const mostOpen = 10_000

/**
 * Makes calls of a log's messages. One call can be logged up to three times: when it starts (`log_statement`), with its
 * plan (auto_explain), and when it ends (`log_duration`, `log_min_duration_statement`).
 */
export class LoggedCalls {
  readonly #emit: (calls: ObservedCalls) => void
  readonly #open = new Map<string, Open>()

  constructor(emit: (calls: ObservedCalls) => void) {
    this.#emit = emit
  }

  add(record: LogRecord): void {
    if (record.severity !== 'LOG') {
      // What failed was no call; it was logged when it started.
      if (failures.has(record.severity)) this.#open.delete(record.session)
      return
    }
    const message = readMessage(record.message)
    if (message === null) return
    const open = this.#open.get(record.session) ?? nothing
    const next = this.#next(open, message, record)
    if (next === nothing) this.#open.delete(record.session)
    else this.#open.set(record.session, next)
    if (this.#open.size > mostOpen) this.end()
  }

  /** No more messages follow. */
  end(): void {
    for (const { started, planned } of this.#open.values()) this.#callsOf(started, planned)
    this.#open.clear()
  }

  #next(open: Open, message: LogMessage, record: LogRecord): Open {
    const { started, planned } = open
    switch (message.kind) {
      case 'duration':
        if (started === null) return open
        this.#call({ ...started, ms: message.ms })
        return nothing
      case 'plan': {
        const call = callOf(record, message.sql, message.ms, readParameters(message.parameters ?? ''))
        if (started !== null && isSame(started, call)) return { started: { ...started, ms: message.ms }, planned: null }
        if (planned !== null) this.#call(planned)
        return { started, planned: call }
      }
      case 'fetch':
        this.#callsOf(started, planned)
        this.#call(callOf(record, message.sql, message.ms, paramsIn(record)), 0)
        return nothing
      case 'call': {
        const call = calledIn(record, message.sql, message.ms)
        this.#callsOf(started, planned !== null && isSame(planned, call) ? null : planned)
        if (message.ms === null) return { started: call, planned: null }
        this.#call(call)
        return nothing
      }
      default:
        return message satisfies never
    }
  }

  #callsOf(...calls: readonly (Call | null)[]): void {
    for (const call of calls) if (call !== null) this.#call(call)
  }

  #call({ role, sql, params, ms }: Call, calls = 1): void {
    this.#emit({ sql, role, params, calls, totalMs: ms ?? 0, rows: null })
  }
}

const failures = new Set(['ERROR', 'FATAL', 'PANIC'])

function callOf({ role }: LogRecord, sql: string, ms: number | null, params: Params): Call {
  return { role, sql, params, ms }
}

/** An `execute` in SQL shows the statement that it runs in its detail; its arguments may be expressions. */
function calledIn(record: LogRecord, sql: string, ms: number | null): Call {
  const prepare = record.detail?.startsWith('prepare: ') === true ? preparedQuery(record.detail) : null
  return prepare === null ? callOf(record, sql, ms, paramsIn(record)) : callOf(record, prepare, ms, noParams)
}

/** `parameters: …` until 15, `Parameters: …` since 16. */
function paramsIn({ detail }: LogRecord): Params {
  return detail !== null && /^parameters: /i.test(detail)
    ? readParameters(detail.slice('parameters: '.length))
    : noParams
}

function isSame(a: Call, b: Call): boolean {
  return a.sql.trim() === b.sql.trim()
}
