import type { Plan, Step } from '../../model/index.ts'
import type { JournalStep } from '../journal.ts'

/** A build that does not fit into memory sorts in temporary files, which go when the index is written. */
const withSort = 2

/**
 * Bytes that the builds of a change still take when it is a step's turn, by the size that the plan expects: an estimate.
 * Of several indexes, as a partitioned table has them, it is the share that is not built yet.
 */
export function spaceNeeded({ changes }: Plan, { changeId, step }: JournalStep): number {
  const change = changes.find(({ id }) => id === changeId)
  if (change === undefined || !writesMuch(step)) return 0
  const writing = change.steps.filter(writesMuch)
  const at = writing.findIndex(({ sql }) => sql === step.sql)
  const left = (writing.length - Math.max(at, 0)) / writing.length
  return Math.ceil(change.sizeBytes * left * (step.ensure.kind === 'index-present' ? withSort : 1))
}

/** Of what is dropped the size is known too, but nothing is written. */
function writesMuch({ ensure }: Step): boolean {
  return ensure.kind === 'index-present' || ensure.kind === 'column-filled'
}
