import type { BlockedWork, Relation, Snapshot, WaitingStatement } from '../model/index.ts'
import { fingerprint, normalise } from '../sql/index.ts'
import { blocksOf, compareModes } from './effects/lock-modes.ts'
import type { RelationLock } from './effects/locks.ts'
import type { SourceNames } from './source-names.ts'

/** More are counted, and not told one by one. */
const mostTold = 20

/** The most that a statement's locks keep others from. */
export function blockedBy(locks: readonly RelationLock[]): BlockedWork {
  const all = locks.map(({ mode }) => blocksOf(mode))
  if (all.includes('reads')) return 'reads and writes'
  if (all.includes('writes')) return 'writes'
  // What every query takes keeps nobody from anything but from such changes as the others are.
  return locks.some(({ mode }) => compareModes(mode, 'SHARE UPDATE EXCLUSIVE') >= 0) ? 'schema changes' : 'nothing'
}

interface Query extends WaitingStatement {
  readonly reads: ReadonlySet<string>
  readonly writes: ReadonlySet<string>
}

/** Tells which statements of a workload a lock keeps waiting. */
export class Waiting {
  readonly #names: SourceNames
  readonly #queries: readonly Query[]

  constructor({ workload, database, takenAt }: Snapshot, names: SourceNames) {
    const since = database.statsSince
    const counted = workload.periodMs ?? (since === null ? 0 : Date.parse(takenAt) - Date.parse(since))
    const seconds = counted / 1000
    this.#names = names
    this.#queries = workload.statements
      .map(({ sql, calls }) => ({
        fingerprint: fingerprint(sql),
        sql: normalise(sql),
        callsPerSecond: seconds > 0 ? calls / seconds : null,
        ...names.touched(sql),
      }))
      .sort((a, b) => (b.callsPerSecond ?? 0) - (a.callsPerSecond ?? 0))
  }

  /** Statements that can't run while the locks are held, those that are called most first. */
  on(locks: readonly RelationLock[], find: (relation: string) => Relation | null): WaitingStatement[] {
    const namesOf = (wanted: 'reads' | 'writes') =>
      locks
        .filter(({ mode }) => blocksOf(mode) === wanted)
        .flatMap(({ relation }) => {
          const known = find(relation)
          return known === null ? [] : this.#names.withParents(known)
        })
    const [unreadable, unwritable] = [new Set(namesOf('reads')), new Set(namesOf('writes'))]
    return this.#queries
      .filter(
        ({ reads, writes }) =>
          [...reads].some((name) => unreadable.has(name)) || [...writes].some((name) => unwritable.has(name)),
      )
      .slice(0, mostTold)
      .map(({ reads: _, writes: __, ...waiting }) => waiting)
  }
}
