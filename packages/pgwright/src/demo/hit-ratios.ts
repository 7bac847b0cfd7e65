import { PgwrightError } from '../model/index.ts'
import type { Connection } from './system.ts'

interface BlockCounts {
  readonly indexHits: number
  readonly indexReads: number
  readonly tableHits: number
  readonly tableReads: number
}

/** Shares of index and table blocks found in shared buffers while `work` ran: differences, nothing is reset. */
export async function hitRatios(owner: Connection, service: Connection, work: () => Promise<unknown>) {
  const before = await blockCounts(owner, service)
  await work()
  const after = await blockCounts(owner, service)
  const share = (hits: number, reads: number) => (hits + reads === 0 ? 1 : hits / (hits + reads))
  return {
    index: share(after.indexHits - before.indexHits, after.indexReads - before.indexReads),
    table: share(after.tableHits - before.tableHits, after.tableReads - before.tableReads),
  }
}

async function blockCounts(owner: Connection, service: Connection): Promise<BlockCounts> {
  // A session hands in its counters at most once a second, unless it is told to.
  await service.query('select pg_stat_force_next_flush()')
  const [counts] = await owner.query<BlockCounts>(
    `select sum(idx_blks_hit)::float8 as "indexHits", sum(idx_blks_read)::float8 as "indexReads",
       sum(heap_blks_hit)::float8 as "tableHits", sum(heap_blks_read)::float8 as "tableReads"
     from pg_catalog.pg_statio_user_tables`,
  )
  if (counts === undefined) throw new PgwrightError('internal', 'An aggregate returned no row.', 'Please report this.')
  return counts
}
