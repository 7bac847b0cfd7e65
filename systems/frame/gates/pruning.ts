import type { Connection, Gate } from 'pgwright'

export interface PruningBound {
  readonly id: string
  readonly title: string
  /** As the catalog has it; its partitions' names begin with it. */
  readonly table: string
  /** Most partitions that the plans may read. */
  readonly most: number
  /** Asks for a short time of the partitioned form. */
  ask(db: Connection): Promise<unknown>
}

/** Plans read the partitions of the time that was asked for, and no other. */
export function prunedPartitions({ id, title, table, most, ask }: PruningBound): Gate {
  return {
    id,
    title,
    claim: `at most ${most} partition${most === 1 ? '' : 's'} read`,
    async measure({ relationsRead, owner }) {
      const [all] = await owner.query<{ partitions: number }>(
        `select count(*)::integer as partitions from pg_inherits
         where inhparent = format('partitioned.%I', $1::text)::regclass`,
        [table],
      )
      const read = (await relationsRead(ask)).filter((name) => name.startsWith(`${table}_`))
      return {
        measured: `${read.length} of ${all?.partitions ?? 0} read: ${read.join(', ')}`,
        met: read.length > 0 && read.length <= most,
      }
    },
  }
}
