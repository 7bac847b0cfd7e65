import { cursorQuery } from '../../cursor-query.ts'
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
  /** The text of a call that was logged, and whose plan may follow. */
  readonly ended: string | null
}

const nothing: Open = { started: null, planned: null, ended: null }
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
    if (record.session === '') {
      this.#alone(record, message)
      return
    }
    const open = this.#open.get(record.session) ?? nothing
    const next = this.#next(open, message, record)
    this.#open.set(record.session, next)
    if (this.#open.size > mostOpen) this.end()
  }

  /** No more messages follow. */
  end(): void {
    for (const { started, planned } of this.#open.values()) this.#callsOf(started, planned)
    this.#open.clear()
  }

  /** Where nothing tells sessions apart, what follows belongs to whoever: each message counts for itself. */
  #alone(record: LogRecord, message: LogMessage): void {
    if (message.kind === 'duration') return
    if (message.kind === 'fetch') this.#call(fetchIn(record, message), 0)
    else this.#call(message.kind === 'plan' ? planIn(record, message) : calledIn(record, message.sql, message.ms))
  }

  #next(open: Open, message: LogMessage, record: LogRecord): Open {
    const { started, planned, ended } = open
    switch (message.kind) {
      case 'duration':
        if (started === null) return open
        this.#call({ ...started, ms: message.ms })
        return { ...nothing, ended }
      case 'plan': {
        const call = planIn(record, message)
        if (started !== null && isSame(started.sql, call.sql))
          return { ...open, started: { ...started, ms: message.ms } }
        if (ended !== null && isSame(ended, call.sql)) return { ...open, ended: null }
        this.#callsOf(planned)
        return { ...open, planned: call }
      }
      case 'fetch':
        this.#callsOf(started, planned)
        this.#call(fetchIn(record, message), 0)
        return { ...nothing, ended }
      case 'statement':
      case 'execute': {
        const call = calledIn(record, message.sql, message.ms)
        // A query of the simple protocol has its plan logged before it, when the executor ends; one of the extended
        // protocol, and a cursor, after it, when the portal is closed.
        const isPlanned = message.kind === 'statement' && planned !== null && isSame(planned.sql, call.sql)
        const later = message.kind === 'execute' || cursorQuery(call.sql) !== null ? call.sql : ended
        this.#callsOf(started, isPlanned ? null : planned)
        if (message.ms === null) return { started: call, planned: null, ended: later }
        this.#call(call)
        return { ...nothing, ended: later }
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

function planIn(record: LogRecord, { sql, ms, parameters }: Extract<LogMessage, { kind: 'plan' }>): Call {
  return callOf(record, sql, ms, readParameters(parameters ?? ''))
}

function fetchIn(
  record: LogRecord,
  { sql, ms }: Extract<LogMessage, { kind: 'fetch' | 'statement' | 'execute' }>,
): Call {
  return callOf(record, sql, ms, paramsIn(record))
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

function isSame(a: string, b: string): boolean {
  return a.trim() === b.trim()
}
