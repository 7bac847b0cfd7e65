import type { RuntimeFinding } from './finding.ts'
import { siteOf, totalMs } from './series-facts.ts'
import { varyingSlots } from './slot-values.ts'
import type { Series } from './watch.ts'

/** Rows that are written one statement at a time. */
export function writesOneByOne(series: Series, atLeast: number): RuntimeFinding | null {
  if (series.shape.kind !== 'write') return null
  const statements = series.statements.filter(({ allowed, error }) => allowed === null && error === undefined)
  if (statements.length < atLeast || varyingSlots(statements).length === 0) return null
  // A write that itself writes many rows is in bulk already, in parts.
  if (statements.some(({ rowCount }) => (rowCount ?? 0) > 1)) return null
  const verb = /insert|update|delete|merge/.exec(series.shape.text)?.[0] ?? 'write'
  return {
    check: 'writes-one-by-one',
    statement: series.shape.text,
    route: statements[0]?.scope?.route ?? null,
    site: siteOf(statements),
    message: `This wrote ${series.count} rows, each by a statement of its own.`,
    help:
      verb === 'insert'
        ? 'Insert them by one statement: from unnest of one array for each column, or by COPY.'
        : `${verb === 'delete' ? 'Delete' : 'Write'} them by one statement that is joined with unnest of the keys and values.`,
    times: series.count,
    totalMs: totalMs(statements),
    from: [],
    source: null,
    fix: null,
    statements,
    provenance: [],
  }
}
