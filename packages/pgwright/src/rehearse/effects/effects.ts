import type { ClientBase } from 'pg'
import { type RelationLock, readLocks, type SeenLock, strongestLocks } from './locks.ts'
import { readFileNodes } from './rewrites.ts'
import { readScans } from './scans.ts'

/** What one statement did to relations that were there before its transaction. Names as others see them, `schema.name`. */
export interface StatementEffects {
  /** That the statement took, the strongest of each relation. One that its transaction held already is not among them. */
  readonly locks: readonly RelationLock[]
  /** That the transaction holds by now. */
  readonly held: readonly RelationLock[]
  /** Tables and materialized views whose rows are in a new file. */
  readonly rewrites: readonly string[]
  /** Tables and materialized views that were read from their beginning. */
  readonly scans: readonly string[]
  /** Tables whose rows it inserted, changed or deleted, but where its transaction had done so before. */
  readonly writes: readonly string[]
}

export const noEffects: StatementEffects = { locks: [], held: [], rewrites: [], scans: [], writes: [] }

export interface Effects {
  /** To be called in the statement's transaction, before the statement. */
  before(): Promise<void>
  /** To be called after the statement. Not after an error, which ends its locks. */
  after(): Promise<StatementEffects>
}

interface State {
  readonly locks: readonly SeenLock[]
  readonly fileNodes: ReadonlyMap<number, number>
  readonly scans: ReadonlyMap<number, number>
}

/**
 * Tells what statements do that `worker` runs in a transaction.
 *
 * @param observer another session on the same database, in autocommit, so that it sees what others see
 * @example
 * await worker.query('begin')
 * await effects.before()
 * await worker.query('alter table orders alter id type bigint')
 * await effects.after() // → { locks: [{ relation: 'public.orders', mode: 'ACCESS EXCLUSIVE' }], … }
 */
export async function openEffects(observer: ClientBase, worker: ClientBase): Promise<Effects> {
  const { rows } = await worker.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid')
  const pid = rows[0]?.pid ?? 0
  const read = async (): Promise<State> => {
    const locks = await readLocks(observer, pid)
    const fileNodes = await readFileNodes(worker, [...new Set(locks.map(({ oid }) => oid))])
    return { locks, fileNodes, scans: await readScans(worker) }
  }
  let earlier: State | undefined
  return {
    async before() {
      earlier = await read()
    },
    async after() {
      const later = await read()
      const effects = difference(earlier ?? { locks: [], fileNodes: new Map(), scans: new Map() }, later)
      earlier = later
      return effects
    },
  }
}

/** Whatever a statement reads or writes it has locked until its transaction ends, so that only locked relations are asked. */
function difference(earlier: State, later: State): StatementEffects {
  const known = new Set(earlier.locks.map(({ oid, mode }) => `${oid} ${mode}`))
  const taken = later.locks.filter(({ oid, mode }) => !known.has(`${oid} ${mode}`))
  const relations = new Map(later.locks.map((lock) => [lock.oid, lock]))
  const where = (holds: (lock: SeenLock) => boolean) =>
    [...relations.values()].filter(holds).map(({ relation }) => relation)
  return {
    locks: strongestLocks(taken, later.locks),
    held: strongestLocks(later.locks),
    rewrites: where(({ oid, fileNode }) => {
      const now = later.fileNodes.get(oid)
      return now !== undefined && now !== (earlier.fileNodes.get(oid) ?? fileNode)
    }),
    scans: where(({ oid }) => (later.scans.get(oid) ?? 0) > (earlier.scans.get(oid) ?? 0)),
    // No statement that defines something takes this mode on a table.
    writes: taken.filter(({ kind, mode }) => kind === 'r' && mode === 'ROW EXCLUSIVE').map(({ relation }) => relation),
  }
}
