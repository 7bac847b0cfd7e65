import { type DatabaseObject, isState, type Step } from '../model/index.ts'
import type { JournalStep } from './journal.ts'
import { kindOf, subjectOfState } from './states/state-kinds.ts'

/**
 * Whether what a step did no longer has to be there: a later step has the same subject, and it is that one's outcome that
 * counts, or has taken it away, as a check goes once its column is known to have no null.
 */
export function isOutdated({ position, step }: JournalStep, steps: readonly JournalStep[]): boolean {
  const own = subjectOf(step)
  return steps.some(
    (other) =>
      other.position > position &&
      ((own !== null && subjectOf(other.step) === own) || (other.begun && takesAway(other.step, step))),
  )
}

/** What a step is about, the same text for the same index or object. */
function subjectOf({ ensure }: Step): string | null {
  if (isState(ensure)) return subjectOfState(ensure)
  switch (ensure.kind) {
    case 'index-present':
    case 'index-absent':
    case 'partitioned-index-present':
    case 'partitioned-index-absent':
      return JSON.stringify(['index', ensure.schema, ensure.index])
    case 'index-attached':
    case 'index-detached':
      return JSON.stringify(['part', ensure.schema, ensure.index])
    case 'object-present':
    case 'object-absent':
      return subjectOfObject(ensure)
    case 'always':
      return null
    default:
      return ensure satisfies never
  }
}

function subjectOfObject({ type, names }: DatabaseObject): string {
  return JSON.stringify([type, ...names])
}

/** Whether what one step does is gone with what the other drops. */
export function takesAway({ ensure: drop }: Step, { ensure }: Step): boolean {
  switch (drop.kind) {
    case 'index-absent':
    case 'partitioned-index-absent':
      return isOf(ensure, drop.schema, drop.index)
    case 'object-absent':
      return goesWithObject(ensure, drop)
    case 'foreign-key-moved': {
      // What takes another's place has its name from then on.
      const gone = { type: 'table constraint', names: [drop.schema, drop.table, drop.incoming] } as const
      const isSame = ensure.kind === 'object-present' && subjectOfObject(ensure) === subjectOfObject(gone)
      return isSame || goesWithObject(ensure, gone)
    }
    default:
      return false
  }
}

function goesWithObject(ensure: Step['ensure'], dropped: DatabaseObject): boolean {
  const [schema = '', table = '', name = ''] = dropped.names
  const needed = isState(ensure) ? kindOf(ensure).needs(ensure) : null
  if (needed !== null && subjectOfObject(needed) === subjectOfObject(dropped)) return true
  switch (dropped.type) {
    case 'table constraint':
      return ensure.kind === 'index-present' && isOf(ensure, schema, table) && ensure.index === name
    // Indexes, constraints and more can be of a column; which of them are, only the catalog knew before.
    case 'table column':
    case 'view':
    case 'materialized view':
      return isOf(ensure, schema, table)
    default:
      return false
  }
}

/** Whether it is something of this relation. */
function isOf(ensure: Step['ensure'], schema: string, relation: string): boolean {
  if (isState(ensure)) {
    const of = kindOf(ensure).relation(ensure)
    return of?.schema === schema && of.name === relation
  }
  if ('table' in ensure) return ensure.schema === schema && ensure.table === relation
  return 'names' in ensure && ensure.names.length > 2 && ensure.names[0] === schema && ensure.names[1] === relation
}
