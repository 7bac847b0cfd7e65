import { walk } from '../../../../sql/index.ts'
import type { Counted } from '../../../facts/counted-statements.ts'

/** Calls and rows of a loop are the same but for the one that was under way at the reset. */
const tolerance = 0.01
/** A parent that returns few rows makes a loop of few calls. */
const rowsPerCall = 5

/** A query on one table by equality with a parameter that returns about one row. */
export function looksUpOne({ kind, trees, calls, rows }: Counted): boolean {
  if (kind !== 'select' || rows > calls * 2) return false
  let tables = 0
  let equality = false
  walk(trees, (node) => {
    if (typeof node.relname === 'string') tables++
    if (node.kind === 'AEXPR_OP' && Array.isArray(node.name) && node.name.at(-1)?.String?.sval === '=') equality = true
  })
  return tables === 1 && equality
}

/** The one query that returns as many rows as the child is called; null where there is none, or more than one. */
export function parentOf(child: Counted, statements: readonly Counted[]): Counted | null {
  const fitting = statements.filter(
    (one) =>
      one !== child &&
      one.fingerprint !== child.fingerprint &&
      one.kind === 'select' &&
      one.rows >= one.calls * rowsPerCall &&
      Math.abs(one.rows - child.calls) <= child.calls * tolerance,
  )
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}
