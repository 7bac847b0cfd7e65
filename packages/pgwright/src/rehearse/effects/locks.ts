import type { ClientBase } from 'pg'
import { readableQualified } from '../../sql/index.ts'
import { blocksOf, compareBlocks, compareModes, type LockMode, lockModeOf } from './lock-modes.ts'

export interface RelationLock {
  /** `schema.name`, quoted where it must be; the name that others still see. */
  readonly relation: string
  readonly mode: LockMode
}

/** A lock on a relation that others see, one of perhaps several modes. */
export interface SeenLock extends RelationLock {
  readonly oid: number
  /** `pg_class.relkind`. */
  readonly kind: string
  /** Of an index: its table's oid. */
  readonly tableOid: number | null
  /** False while it is waited for. */
  readonly granted: boolean
  /** As others see it, before the transaction. */
  readonly fileNode: number
}

interface LockRow extends Omit<SeenLock, 'relation' | 'mode'> {
  readonly schema: string
  readonly name: string
  readonly mode: string
}

/**
 * What a session locks or waits for, read by another session: that one sees no relation that the transaction has made,
 * and nobody can wait for those. Catalogs, TOAST tables, and temporary tables are left out.
 */
export async function readLocks(observer: ClientBase, pid: number): Promise<SeenLock[]> {
  const { rows } = await observer.query<LockRow>(
    `select c.oid, n.nspname as schema, c.relname as name, c.relkind as kind, i.indrelid as "tableOid", l.mode, l.granted,
       c.relfilenode as "fileNode"
     from pg_catalog.pg_locks l
     join pg_catalog.pg_database d on d.oid = l.database and d.datname = pg_catalog.current_database()
     join pg_catalog.pg_class c on c.oid = l.relation
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     left join pg_catalog.pg_index i on i.indexrelid = c.oid
     where l.locktype = 'relation' and l.pid = $1 and c.relkind <> 't' and c.relpersistence <> 't'
       and n.nspname not in ('pg_catalog', 'pg_toast', 'information_schema')
     order by n.nspname, c.relname, l.mode`,
    [pid],
  )
  return rows.flatMap(({ schema, name, mode: catalogMode, ...row }) => {
    const mode = lockModeOf(catalogMode)
    return mode === null ? [] : [{ ...row, relation: readableQualified(schema, name), mode }]
  })
}

/**
 * The strongest mode on each relation, by its name. An index is told of only where its lock keeps others from more than its table's
 * does: whoever plans a query opens all indexes of its tables, so that a lock on one of them can block as the table's.
 *
 * @param held what the session locks in all, where `locks` are some of these
 */
export function strongestLocks(locks: readonly SeenLock[], held: readonly SeenLock[] = locks): RelationLock[] {
  const all = strongestByOid(held)
  return [...strongestByOid(locks).values()]
    .filter(({ tableOid, mode }) => {
      const table = tableOid === null ? undefined : all.get(tableOid)
      return table === undefined || compareBlocks(blocksOf(mode), blocksOf(table.mode)) > 0
    })
    .map(({ relation, mode }) => ({ relation, mode }))
    .sort((a, b) => (a.relation < b.relation ? -1 : 1))
}

function strongestByOid(locks: readonly SeenLock[]): Map<number, SeenLock> {
  const strongest = new Map<number, SeenLock>()
  for (const lock of locks) {
    const other = strongest.get(lock.oid)
    if (other === undefined || compareModes(other.mode, lock.mode) < 0) strongest.set(lock.oid, lock)
  }
  return strongest
}
