import type { ChangeDetails, Snapshot } from '../model/index.ts'
import { indexLock } from '../sql/index.ts'
import type { SpecCandidate } from '../twin/index.ts'
import { buildMs } from './build-time.ts'
import { caveatsOf } from './caveats.ts'
import type { Effects } from './effects.ts'
import type { PlannedStatement } from './planned-statement.ts'
import type { WriteLoad } from './writes/write-costs.ts'

/**
 * The figures behind a new index.
 *
 * @param readers the statements that it is for
 */
export function newIndexDetails(
  candidate: SpecCandidate,
  snapshot: Snapshot,
  load: WriteLoad,
  effects: Omit<Effects, 'benefit'>,
  readers: readonly PlannedStatement[],
): ChangeDetails {
  const { entries, heapOnlyLost, walBytes } = load
  return {
    ...effects,
    replaces: [],
    buildMs: buildMs(candidate, snapshot),
    lock: indexLock,
    writes: { entries, heapOnlyLost, walBytes },
    caveats: caveatsOf(candidate, snapshot, readers, { ...effects, writes: load }),
  }
}
