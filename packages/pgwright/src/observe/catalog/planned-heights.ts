import type { Index } from '../../model/index.ts'
import { sqlState } from '../../postgres/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { inSavepoint, inSavepointUndone } from '../savepoint.ts'
import type { Reading } from './reading.ts'

/**
 * Under these the planner shows a B-tree's height: what comes before the first row of an index scan without conditions
 * is ⌈log₂ rows⌉ + 50 × (height + 1) operators (`btcostestimate` in `selfuncs.c`, the same on 14 to 18).
 */
const settings = `set local lock_timeout = '100ms'; set local cpu_operator_cost = 1;
  set local seq_page_cost = 0; set local random_page_cost = 0; set local cpu_tuple_cost = 0;
  set local cpu_index_tuple_cost = 0; set local enable_seqscan = off; set local enable_bitmapscan = off;
  set local enable_sort = off; set local max_parallel_workers_per_gather = 0; set local jit = off`
const operatorsOfAPage = 50

interface AskedIndex {
  readonly oid: number
  readonly index: Index
}

/** Up to so many blocks, the metapage among them, a tree has a root and at most one level below: not worth asking. */
const smallestBlocks = 4
/** The largest come first; what is left is derived. */
const mostIndexes = 2000
const atOnce = 50

/**
 * Heights by the planner's own word, by the index's oid, for indexes whose metapage can't be read: it asks for no right
 * but to select from the table. Nothing is executed. An index that the planner passes over for another is left out.
 */
export async function readPlannedHeights(
  reading: Reading,
  indexes: readonly AskedIndex[],
): Promise<ReadonlyMap<number, number>> {
  const unknown = indexes
    .filter(({ index }) => isAsked(index))
    .sort((a, b) => b.index.size.blocks - a.index.size.blocks)
  if (unknown.length === 0) return new Map()
  const allowed = await readable(reading, unknown.slice(0, mostIndexes))
  const heights = new Map<number, number>()
  await inSavepointUndone(reading.client, async () => {
    await reading.client.query(settings)
    for (let i = 0; i < allowed.length; i += atOnce) await ask(reading, allowed.slice(i, i + atOnce), heights)
  })
  return heights
}

function isAsked({ method, valid, height, size }: Index): boolean {
  return method === 'btree' && valid && height === null && size.blocks >= smallestBlocks
}

/** Policies would put conditions of their own into the plan. */
async function readable({ client }: Reading, indexes: readonly AskedIndex[]): Promise<AskedIndex[]> {
  const { rows } = await client.query<{ oid: number }>(
    `select i.indexrelid as oid from pg_index i
     where i.indexrelid = any($1) and has_table_privilege(i.indrelid, 'select') and not row_security_active(i.indrelid)`,
    [indexes.map(({ oid }) => oid)],
  )
  const oids = new Set(rows.map(({ oid }) => oid))
  return indexes.filter(({ oid }) => oids.has(oid))
}

interface ScanNode {
  readonly 'Index Name'?: string
  readonly 'Startup Cost': number
  readonly Plans?: readonly ScanNode[]
}

/** Many in one message; where one can't be planned, or its table is locked, the message is halved until it stands alone. */
async function ask(reading: Reading, indexes: readonly AskedIndex[], heights: Map<number, number>): Promise<void> {
  const { client } = reading
  try {
    const plans = await inSavepoint(client, async () => {
      const text = indexes.map(({ index }) => explainSql(index)).join('; ')
      const results: unknown = await client.query(text)
      return (Array.isArray(results) ? results : [results]) as { rows: [{ 'QUERY PLAN': [{ Plan: ScanNode }] }] }[]
    })
    for (const [i, { oid, index }] of indexes.entries()) {
      const scan = plans[i]?.rows[0]['QUERY PLAN'][0].Plan
      if (scan?.['Index Name'] !== index.name) continue
      const height = Math.floor(scan['Startup Cost'] / operatorsOfAPage) - 1
      if (height >= 0) heights.set(oid, height)
    }
  } catch (error) {
    if (sqlState(error) === undefined) throw error
    if (indexes.length === 1) return
    const middle = Math.ceil(indexes.length / 2)
    await ask(reading, indexes.slice(0, middle), heights)
    await ask(reading, indexes.slice(middle), heights)
  }
}

/** Rows in the index's own order, of which only it can give all. */
function explainSql({ schema, table, keys, predicate }: Index): string {
  const order = keys.map(
    ({ definition, descending, nullsFirst }) =>
      `${definition}${descending ? ' desc' : ''} nulls ${nullsFirst ? 'first' : 'last'}`,
  )
  const where = predicate === null ? '' : ` where ${predicate}`
  return `explain (format json) select from only ${quoteQualified(schema, table)}${where} order by ${order.join(', ')}`
}
