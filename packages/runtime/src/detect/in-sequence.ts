import type { Statement } from '../events/index.ts'
import { type RuntimeFinding, withoutSource } from './finding.ts'
import { cell, keyOf } from './keys.ts'
import type { Watch } from './watch.ts'

export const fewestInSequence = 3
/** Nothing else was waited for between two of them. */
const mostPauseMs = 2
const mostRows = 200

/** Different reads, awaited one after the other, none of which takes a value from those before it. */
export function inSequence({ recent }: Watch): RuntimeFinding[] {
  return runsOf(recent, follows)
    .flatMap((run) => runsOf(run, isIndependent))
    .map(findingOf)
}

/** Reads of which each goes on with those before it, as many as are worth a word. */
function runsOf(
  statements: readonly Statement[],
  goesOn: (statement: Statement, run: readonly Statement[]) => boolean,
): Statement[][] {
  const runs: Statement[][] = []
  let run: Statement[] = []
  const close = () => {
    if (run.length >= fewestInSequence) runs.push(run)
    run = []
  }
  for (const statement of statements) {
    if (run.length > 0 && !goesOn(statement, run)) close()
    if (isRead(statement)) run.push(statement)
  }
  close()
  return runs
}

function isRead({ shape, error, allowed, endedAt }: Statement): boolean {
  return shape.kind === 'read' && error === undefined && allowed === null && endedAt !== null
}

function follows(statement: Statement, run: readonly Statement[]): boolean {
  const pause = statement.askedAt - (run.at(-1)?.endedAt ?? Number.POSITIVE_INFINITY)
  return isRead(statement) && pause >= 0 && pause <= mostPauseMs
}

/** The same again is an N+1, a duplicate, or pages. */
function isIndependent(statement: Statement, run: readonly Statement[]): boolean {
  return !run.some((earlier) => earlier.shape === statement.shape || gives(earlier, statement))
}

/** Whether a parameter may have come from an answer; one that is cut off may have given anything. */
function gives({ rows, fields }: Statement, { values }: Statement): boolean {
  if (rows === null || rows.length === 0) return false
  const given = values.flat().filter((value) => keyOf(value) !== null)
  if (given.length === 0) return false
  if (rows.length > mostRows) return true
  const has = (is: (value: unknown) => boolean) =>
    rows.some((row) => fields.some((_, index) => is(cell(row, fields, index))))
  // Mostly they are the very same; only where none is, they are compared as texts.
  const same = new Set(given)
  if (has((value) => same.has(value))) return true
  const wanted = new Set(given.map(keyOf))
  return has((value) => wanted.has(keyOf(value)))
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
