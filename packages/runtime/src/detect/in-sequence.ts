import type { Statement } from '../events/index.ts'
import { type RuntimeFinding, withoutSource } from './finding.ts'
import { cell, keyOf } from './keys.ts'
import type { Watch } from './watch.ts'

const atLeast = 3
/** Nothing else was waited for between two of them. */
const mostPauseMs = 2
const mostRows = 200

/** Different reads, awaited one after the other, none of which takes a value from those before it. */
export function inSequence({ recent }: Watch): RuntimeFinding[] {
  const findings: RuntimeFinding[] = []
  let run: Statement[] = []
  const close = () => {
    if (run.length >= atLeast) findings.push(findingOf(run))
    run = []
  }
  for (const statement of recent) {
    const previous = run.at(-1)
    if (previous !== undefined && !follows(statement, previous, run)) close()
    if (isRead(statement)) run.push(statement)
  }
  close()
  return findings
}

function isRead({ shape, error, allowed, endedAt }: Statement): boolean {
  return shape.kind === 'read' && error === undefined && allowed === null && endedAt !== null
}

function follows(statement: Statement, previous: Statement, run: readonly Statement[]): boolean {
  const pause = statement.askedAt - (previous.endedAt ?? Number.POSITIVE_INFINITY)
  if (!isRead(statement) || pause < 0 || pause > mostPauseMs) return false
  // The same again is an N+1, a duplicate, or pages.
  if (run.some(({ shape }) => shape === statement.shape)) return false
  return !run.some((earlier) => gives(earlier, statement))
}

/** Whether a parameter may have come from an answer; one that is cut off may have given anything. */
function gives({ rows, columns }: Statement, { values }: Statement): boolean {
  const given = values.flatMap((value) => (Array.isArray(value) ? value : [value]))
  const wanted = new Set(given.map(keyOf))
  wanted.delete(null)
  if (wanted.size === 0 || rows === null) return false
  if (rows.length > mostRows) return true
  // Mostly they are the very same; only where none is, they are compared as texts.
  const same = new Set(given.filter((one) => keyOf(one) !== null))
  const has = (is: (value: unknown) => boolean) =>
    rows.some((row) => columns.some((_, index) => is(cell(row, columns, index))))
  return has((value) => same.has(value)) || has((value) => wanted.has(keyOf(value)))
}

function findingOf(run: readonly Statement[]): RuntimeFinding {
  return withoutSource(run, {
    check: 'sequential-queries',
    statement: run.map(({ shape }) => shape.text).join('; '),
    message: `These ${run.length} reads were awaited one after the other, and none takes a value from those before it.`,
    help: 'Where none decides whether the next is asked, ask them side by side, or by one statement.',
    times: run.length,
  })
}
