import { relative } from 'node:path'
import { type Origin, observe, originOf, type Site, type Statement, siteFrom } from '../events/index.ts'

/** A statement that took long. Nothing in it is a value: not of a parameter, a literal or a row. */
export interface SlowStatement {
  /** The request's, where it ran in one. */
  readonly route: string | null
  /** The application's line that asked. */
  readonly site: Site | null
  /** Its literals are `?`. */
  readonly text: string
  /** From when it was asked for to when its answer was there. */
  readonly durationMs: number
  /** How much of it went by before a connection had it. */
  readonly waitedMs: number
  /** As the server tells it. */
  readonly rowCount: number | null
  /** The error's code, `error` where it has none, null where it succeeded. */
  readonly failed: string | null
}

export interface SlowLogOptions {
  /** From how long on a statement is told, in milliseconds. */
  readonly overMs: number
  /** Default: a line on standard error. */
  readonly write?: (statement: SlowStatement) => void
}

/** Tells of slow statements of instrumented drivers, until the function that is returned is called. */
export function slowLog({ overMs, write = writeLine }: SlowLogOptions): () => void {
  const origins = new WeakMap<Statement, Origin>()
  return observe({
    asked: (statement) => {
      // Made text of for the slow ones alone: when it ends, nothing leads to who asked.
      if (statement.site === null) origins.set(statement, originOf())
    },
    ended: (statement) => {
      const { askedAt, startedAt, endedAt } = statement
      const durationMs = (endedAt ?? performance.now()) - askedAt
      if (durationMs < overMs) return
      const origin = origins.get(statement)
      write({
        route: statement.scope?.route ?? null,
        site: statement.site ?? (origin === undefined ? null : siteFrom(origin, statement)),
        text: statement.shape.text,
        durationMs,
        waitedMs: startedAt - askedAt,
        rowCount: statement.rowCount,
        failed: codeOf(statement.error),
      })
    },
  })
}

function codeOf(error: unknown): string | null {
  if (error === undefined || error === null) return null
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? code : 'error'
}

function writeLine(statement: SlowStatement): void {
  process.stderr.write(`${slowLine(statement)}\n`)
}

export function slowLine({ route, site, text, durationMs, waitedMs, rowCount, failed }: SlowStatement): string {
  const parts = [
    `slow statement: ${Math.round(durationMs)} ms`,
    waitedMs >= 1 ? `(${Math.round(waitedMs)} ms for a connection)` : '',
    route === null ? '' : `in ${route}`,
    site === null ? '' : `at ${relative(process.cwd(), site.file)}:${site.line}`,
    failed === null ? (rowCount === null ? '' : `with ${rowCount} rows`) : `failed with ${failed}`,
  ]
  return `${parts.filter((part) => part !== '').join(' ')}: ${text.replace(/\s+/g, ' ')}`
}
