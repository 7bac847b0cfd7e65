import type { ClientBase } from 'pg'
import type { Snapshot } from '../model/index.ts'
import { ownMark, quoteQualified } from '../sql/index.ts'
import { blockSize } from '../twin/index.ts'
import { type Rates, usualRates } from './estimate.ts'

/** Read at most, which takes a fraction of a second even from a slow disk. */
const sampleBytes = 32 * 1024 * 1024

/** Less than this says more of the round trip than of reading. */
const leastBytes = 1024 * 1024

/**
 * Times the source reading a part of its largest table that the role may read, in a read-only transaction. How quickly
 * it writes is taken to be in the usual proportion to that.
 *
 * @returns null where there is no table to tell by
 */
export async function measureRates(client: ClientBase, { relations }: Snapshot): Promise<Rates | null> {
  const tables = relations
    .filter(({ kind, size }) => kind === 'table' && size.blocks * blockSize >= leastBytes)
    .sort((a, b) => b.size.blocks - a.size.blocks)
  for (const { schema, name, size } of tables.slice(0, 3)) {
    const table = quoteQualified(schema, name)
    const share = Math.min(1, sampleBytes / (size.blocks * blockSize))
    const { rows } = await client.query<{ allowed: boolean }>(
      `select pg_catalog.has_table_privilege($1, 'select') and not pg_catalog.row_security_active($1) as allowed`,
      [table],
    )
    if (rows[0]?.allowed !== true) continue
    const started = performance.now()
    await client.query(`select ${ownMark} count(*) from only ${table} tablesample system (${share * 100})`)
    const readBytesPerMs = (share * size.blocks * blockSize) / Math.max(1, performance.now() - started)
    return {
      readBytesPerMs,
      writeBytesPerMs: (usualRates.writeBytesPerMs / usualRates.readBytesPerMs) * readBytesPerMs,
      by: `the sizes of the source, and ${Math.round(readBytesPerMs / 1000)} MB/s as it was measured to read`,
    }
  }
  return null
}
