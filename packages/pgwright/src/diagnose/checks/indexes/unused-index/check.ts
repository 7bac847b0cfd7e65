import { z } from 'zod'
import { formatBytes, plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { type Defect, sqlCheck } from '../../../check.ts'
import { dropIndex } from '../../../facts/changes.ts'
import { countedSince, sinceWhen, tooYoung } from '../../../facts/counters.ts'
import { neededIndex, servesForeignKey } from '../../../facts/index-facts.ts'
import { knownStandbys } from '../../../facts/replication.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'
import type { Server } from '../../../server.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  definition: z.string(),
  comment: z.string().nullable(),
  partitioned: z.boolean(),
  bytes: z.number(),
  last_scan: z.date().nullable(),
  standbys: z.number(),
})

/** What runs once a week must have had its turn. */
const enoughDays = 7
const longUnusedDays = 90
/** Below this an index costs next to nothing. */
const worthBytes = 80 * 1024
const muchBytes = 10 * 1024 * 1024

export const check = sqlCheck({
  id: 'unused-index',
  title: 'Index that no query reads',
  category: 'indexes',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  // Scans of partitions' indexes are summed up at the topmost index, which itself is never scanned. The statistics of an
  // expression serve plans that never scan its index, so that its scans tell too little. A standby counts for itself.
  sql: ({ major }) => `
    with counted as (
      select ${rootOf} as root, sum(pg_catalog.pg_stat_get_numscans(c.oid)) as scans, sum(c.relpages) as pages,
        ${major >= 16 ? 'max(pg_catalog.pg_stat_get_lastscan(c.oid))' : 'null::timestamptz'} as last_scan
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'i' and i.indisvalid and ${userRelation}
      group by 1
    )
    select n.nspname as schema, c.relname as name, t.relname as table, u.pages * 8192.0::float8 as bytes,
      pg_catalog.pg_get_indexdef(c.oid) as definition, pg_catalog.obj_description(c.oid, 'pg_class') as comment,
      c.relkind = 'I' as partitioned, u.last_scan,
      ${knownStandbys} as standbys
    from counted u
    join pg_catalog.pg_index i on i.indexrelid = u.root
    join pg_catalog.pg_class c on c.oid = u.root
    join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where (u.scans = 0 or u.last_scan < pg_catalog.now() - interval '${longUnusedDays} days')
      and u.pages * 8192.0 >= ${worthBytes} and not i.indisunique and i.indexprs is null
      and not ${neededIndex} and not ${servesForeignKey}
    order by 1, 2`,
  detect: (rows, server) => (tooYoung(server, enoughDays) === null ? rows.map((one) => defectOf(one, server)) : []),
  blind: (_, server) => tooYoung(server, enoughDays),
})

function defectOf({ partitioned, bytes, last_scan, standbys, ...index }: z.infer<typeof row>, server: Server): Defect {
  const { schema, name, table } = index
  const [own, on] = [readableQualified(schema, name), readableQualified(schema, table)]
  const since = last_scan === null ? sinceWhen(server) : `since ${last_scan.toISOString().slice(0, 10)}`
  const message = `No query has read the index ${own} of ${on} ${standbys > 0 ? 'on this server ' : ''}${since}: ${formatBytes(bytes)} that every write maintains.`
  const evidence = {
    table: on,
    sizeBytes: bytes,
    lastScan: last_scan?.toISOString() ?? null,
    since: countedSince(server),
    standbys,
  }
  const defect = { object: own, objectType: 'index', message, evidence }
  // A drop reaches the standbys too, and only they know what they read.
  if (standbys > 0)
    return {
      ...defect,
      severity: 'info',
      help: `Look at pg_stat_user_indexes on each standby (${plural(standbys, 'is', 'are')} known here), and drop the index where none reads it.`,
    }
  return {
    ...defect,
    severity: bytes < muchBytes ? 'info' : 'warning',
    help: `Drop ${own}, unless it was built lately or serves what runs more seldom than that.`,
    ...(partitioned
      ? { fix: [`drop index ${own}`] }
      : { fix: [`drop index concurrently ${own}`], change: dropIndex({ ...index, sizeBytes: bytes }, message) }),
  }
}
