import { months } from '@pgwright/system-frame'
import type { Connection, Gate } from 'pgwright'
import { activityMonths, anchor } from '../story.ts'

const ahead = 3

interface Partition {
  readonly name: string
  readonly bytes: number
  readonly filled: boolean
}

/** The seed's "check partition sizes": a partition for each month, the next three made, nothing in the default one. */
export const monthlyPartitions: Gate = {
  id: 'monthly-partitions',
  title: 'Partitions of the activity logs',
  claim: `one for each month, ${ahead} made ahead, none of their rows astray`,
  async measure({ owner }) {
    const all = await partitionsOf(owner)
    const byName = new Map(all.map((partition) => [partition.name, partition]))
    const missing = months(activityMonths).filter(({ suffix }) => !byName.has(`activity_logs${suffix}`))
    const future = all.filter(({ name }) => name > `activity_logs_${anchor.slice(0, 7).replace('-', '_')}`)
    const astray = byName.get('activity_logs_default')?.filled ?? true
    const sizes = all.filter(({ filled }) => filled).map(({ bytes }) => bytes / 2 ** 20)
    const made = future.filter(({ name }) => name !== 'activity_logs_default').length
    return {
      measured: `${sizes.length} with rows, ${Math.min(...sizes).toFixed(1)} to ${Math.max(...sizes).toFixed(1)} MB; ${made} ahead; default ${astray ? 'NOT empty' : 'empty'}`,
      met: missing.length === 0 && made >= ahead && !astray,
    }
  },
}

async function partitionsOf(owner: Connection): Promise<readonly Partition[]> {
  const names = await owner.query<{ name: string; bytes: number }>(
    `select c.relname as name, pg_total_relation_size(c.oid)::double precision as bytes
     from pg_inherits i
     join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'partitioned.activity_logs'::regclass
     order by c.relname`,
  )
  const partitions: Partition[] = []
  for (const { name, bytes } of names) {
    const [row] = await owner.query<{ filled: boolean }>(`select exists (select from partitioned."${name}") as filled`)
    partitions.push({ name, bytes, filled: row?.filled ?? false })
  }
  return partitions
}
