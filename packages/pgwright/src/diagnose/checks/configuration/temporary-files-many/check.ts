import { z } from 'zod'
import { formatBytes, formatCount } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { daysSince, isYoung, oldestCount, youngReason } from '../../../facts/counted-since.ts'

const row = z.object({ files: z.number(), bytes: z.number(), memory: z.number(), since: z.date().nullable() })

const muchBytesPerDay = 10 * 2 ** 30
/** Sorts of more than this deserve a disk: memory for them would be missing elsewhere. */
const largeFileBytes = 2 ** 30

export const check = sqlCheck({
  id: 'temporary-files-many',
  title: 'Sorts and hashes that go to disk',
  category: 'configuration',
  severity: 'warning',
  reads: 'server',
  row,
  sql: () => `
    select d.temp_files::float8 as files, d.temp_bytes::float8 as bytes, coalesce(d.stats_reset, ${oldestCount}) as since,
      (select s.reset_val::float8 * 1024 from pg_catalog.pg_settings s where s.name = 'work_mem') as memory
    from pg_catalog.pg_stat_database d
    where d.datname = pg_catalog.current_database()`,
  detect: (rows, server) =>
    rows
      .filter(({ bytes, since }) => !isYoung(since, server) && bytes / daysSince(since, server) >= muchBytesPerDay)
      .map(({ files, bytes, memory, since }) => {
        const days = daysSince(since, server)
        const mean = bytes / Math.max(1, files)
        const kind = mean > largeFileBytes ? 'few large ones' : 'many small ones'
        return {
          object: 'work_mem',
          objectType: 'setting',
          message: `Sorts and hashes wrote ${formatBytes(bytes / days)} a day to temporary files, ${formatBytes(mean)} each in ${formatCount(files / days)} files a day: ${kind}, with work_mem at ${formatBytes(memory)}.`,
          evidence: {
            bytesPerDay: bytes / days,
            filesPerDay: files / days,
            meanFileBytes: mean,
            workMemBytes: memory,
            since: since?.toISOString() ?? null,
          },
          help:
            mean > largeFileBytes
              ? 'Find the statements with log_temp_files or pg_stat_statements, and give them an index or less to sort.'
              : 'Find the statements with log_temp_files or pg_stat_statements, and raise work_mem for their role.',
        }
      }),
  blind: (rows, server) => youngReason(rows[0]?.since ?? null, server),
})
