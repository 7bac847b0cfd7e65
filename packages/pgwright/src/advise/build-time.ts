import type { Snapshot } from '../model/index.ts'
import { blockSize, type SpecCandidate } from '../twin/index.ts'

/**
 * Rates of one server on two cores of a small machine, with the table in memory: reading rows, comparing two keys while
 * they are sorted, writing an index that was sorted, and one of GIN, whose keys are gathered in a tree first. Within a
 * factor of two they held there for every kind, from 150,000 rows on.
 */
const readBytesPerMs = 500_000
const comparisonMs = 60e-6
const writeBytesPerMs = 33_000
const ginWriteBytesPerMs = 8_000

/** What building an index takes where nothing else runs. `concurrently` reads the table twice and waits for others. */
export function buildMs({ spec, parts, sizeBytes }: SpecCandidate, { relations }: Snapshot): number {
  const { method = 'btree', keys } = spec
  const rows = parts.reduce((sum, { size }) => sum + size.tuples, 0)
  const tableBytes = parts.reduce((sum, { on }) => {
    const table = relations.find(({ schema, name }) => schema === on.schema && name === on.name)
    return sum + (table?.size.blocks ?? 0) * blockSize
  }, 0)
  const readMs = tableBytes / readBytesPerMs
  if (method === 'brin') return readMs
  if (method === 'gin') return readMs + sizeBytes / ginWriteBytesPerMs
  return readMs + rows * Math.log2(rows + 1) * keys.length * comparisonMs + sizeBytes / writeBytesPerMs
}
