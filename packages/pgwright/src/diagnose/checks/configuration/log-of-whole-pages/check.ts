import { z } from 'zod'
import { formatBytes, formatShare } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { daysSince, isYoung, youngReason } from '../../../facts/counted-since.ts'
import { alterSystem } from '../../../facts/settings.ts'

const row = z.object({
  pages: z.number(),
  block_bytes: z.number(),
  bytes: z.number(),
  compression: z.string(),
  since: z.date().nullable(),
})

const muchBytesPerDay = 10 * 2 ** 30
const largeShare = 0.5

export const check = sqlCheck({
  id: 'log-of-whole-pages',
  title: 'Log that is mostly whole pages, uncompressed',
  category: 'configuration',
  severity: 'info',
  needs: { primary: true },
  reads: 'server',
  row,
  sql: () => `
    select w.wal_fpi::float8 as pages, pg_catalog.current_setting('block_size')::float8 as block_bytes,
      w.wal_bytes::float8 as bytes, pg_catalog.current_setting('wal_compression') as compression, w.stats_reset as since
    from pg_catalog.pg_stat_wal w`,
  detect: (rows, server) =>
    rows
      .map((one) => ({ ...one, share: Math.min(1, (one.pages * one.block_bytes) / Math.max(1, one.bytes)) }))
      .filter(
        ({ bytes, compression, share, since }) =>
          compression === 'off' &&
          !isYoung(since, server) &&
          bytes / daysSince(since, server) >= muchBytesPerDay &&
          share >= largeShare,
      )
      .map(({ pages, bytes, share, since }) => ({
        object: 'wal_compression',
        objectType: 'setting',
        message: `Up to ${formatShare(share)} of ${formatBytes(bytes / daysSince(since, server))} of log a day are images of whole pages, and wal_compression is off: they go to disk, to standbys and to the archive as they are.`,
        evidence: { pageImages: pages, walBytes: bytes, pageShare: share, since: since?.toISOString() ?? null },
        help: 'Turn wal_compression on, and let checkpoints come less often by a longer checkpoint_timeout and a larger max_wal_size.',
        fix: alterSystem('wal_compression', 'on'),
      })),
  blind: (rows, server) => youngReason(rows[0]?.since ?? null, server),
})
