import { currentScope } from '../scope/index.ts'
import { shapeOf } from '../shapes/index.ts'
import { allowedReason } from './allow.ts'
import { currentOrigins } from './origin.ts'
import type { Field, Statement } from './statement.ts'

export interface Observer {
  /** As the statement goes on its way; may look for the site. */
  asked?(statement: Statement): void
  /** With its answer, or its error. */
  ended?(statement: Statement): void
}

let observers: readonly Observer[] = []
let order = 0
const none: readonly never[] = []

/** Hears of every statement of instrumented drivers, until the function that is returned is called. */
export function observe(observer: Observer): () => void {
  observers = [...observers, observer]
  return () => {
    observers = observers.filter((one) => one !== observer)
  }
}

/** Whether anybody listens: where nobody does, drivers have nothing to keep. */
export function isHeard(): boolean {
  return observers.length > 0
}

/**
 * For drivers, when the application asks: null where nobody listens, which costs nothing. Nobody hears of it yet, for the
 * server can work on it while they do: `asked` is to follow in the same turn, when it is on its way.
 *
 * @param askedAt where the text is known only later, when it is given to a connection
 */
export function begun(text: string, values: readonly unknown[] = none, askedAt?: number): Statement | null {
  if (observers.length === 0) return null
  const now = performance.now()
  return {
    text,
    values,
    shape: shapeOf(text),
    order: order++,
    scope: currentScope(),
    origins: currentOrigins(),
    site: null,
    session: null,
    settings: none,
    allowed: allowedReason(),
    askedAt: askedAt ?? now,
    startedAt: now,
    endedAt: null,
    rows: null,
    fields: none,
    rowCount: null,
    error: undefined,
  }
}

/** For drivers, once: in the turn in which the application asks. */
export function asked(statement: Statement): void {
  for (const one of observers) one.asked?.(statement)
}

export interface Answer {
  readonly rows: readonly unknown[] | null
  readonly fields: readonly Field[]
  readonly rowCount: number | null
}

/** For drivers, once: with the answer. */
export function ended(statement: Statement, { rows, fields, rowCount }: Answer): void {
  statement.endedAt = performance.now()
  statement.rows = rows
  statement.fields = fields
  statement.rowCount = rowCount
  for (const one of observers) one.ended?.(statement)
}

/** For drivers, once: with the error. */
export function failed(statement: Statement, error: unknown): void {
  statement.endedAt = performance.now()
  statement.error = error
  for (const one of observers) one.ended?.(statement)
}
