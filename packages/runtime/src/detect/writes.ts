import type { Statement } from '../events/index.ts'
import type { Shape } from '../shapes/index.ts'
import { type RuntimeFinding, withoutSource } from './finding.ts'
import { provenanceOf } from './provenance.ts'
import { varyingSlots } from './slot-values.ts'
import type { Series, Watch } from './watch.ts'

/** Rows that are written one statement at a time. */
export function writesOneByOne(
  series: Series,
  watch: Watch,
  atLeast: number,
  repeated: ReadonlySet<Shape>,
): RuntimeFinding | null {
  if (series.shape.kind !== 'write' || series.statements.length < atLeast) return null
  const statements = series.statements.filter(({ allowed, error }) => allowed === null && error === undefined)
  if (statements.length < atLeast || areTakenOneByOne(statements, watch, repeated)) return null
  // A write that itself writes many rows is in bulk already, in parts.
  if (statements.some(({ rowCount }) => (rowCount ?? 0) > 1)) return null
  const verb = /insert|update|delete|merge/.exec(series.shape.text)?.[0] ?? 'write'
  return withoutSource(statements, {
    check: 'writes-one-by-one',
    statement: series.shape.text,
    message: `This wrote ${series.count} rows, each by a statement of its own.`,
    help:
      verb === 'insert'
        ? 'Insert them by one statement: from unnest of one array for each column, or by COPY.'
        : `${verb === 'delete' ? 'Delete' : 'Write'} them by one statement that is joined with unnest of the keys and values.`,
    times: series.count,
  })
}

/** Whether all are the same, or each row is known only when the one before is done: as by a worker of a queue. */
function areTakenOneByOne(statements: readonly Statement[], watch: Watch, repeated: ReadonlySet<Shape>): boolean {
  const [slot] = varyingSlots(statements)
  if (slot === undefined) return true
  const source = provenanceOf(statements, slot, watch.answers)
  return source !== null && source.fromOne < 2 && !repeated.has(source.source)
}
