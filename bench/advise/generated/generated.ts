import { seededRandom } from '../../../packages/pgwright/src/demo/random.ts'
import type { Snapshot, Workload } from '../../../packages/pgwright/src/model/index.ts'
import { observe } from '../../../packages/pgwright/src/observe/index.ts'
import {
  connectWriter,
  type EmbeddedServer,
  parseTarget,
  startServer,
  withReader,
} from '../../../packages/pgwright/src/postgres/index.ts'
import { fingerprint } from '../../../packages/pgwright/src/sql/index.ts'
import { sizeTimes } from '../../resized.ts'
import { type Dataset, skewed } from './dataset.ts'
import { shop } from './shop.ts'
import { snowflake } from './snowflake.ts'
import { star } from './star.ts'
import { tenants } from './tenants.ts'

const datasets: readonly Dataset[] = [star, snowflake, shop, tenants]
const seed = 5
/** Calls of the statement that is asked most often, those of the others falling off. */
const mostCalls = 1000

/** A database as production would have it, with so many statements, all of them different. */
export type Generated = (statements: number) => Snapshot

/** Makes each database on a server of its own for a moment, and observes it. By name. */
export async function generated(names: ReadonlySet<string>): Promise<ReadonlyMap<string, Generated>> {
  const made = new Map<string, Generated>()
  const wanted = datasets.filter(({ name }) => names.has(name))
  if (wanted.length === 0) return made
  const server = await startServer({ name: 'bench-source' })
  try {
    for (const dataset of wanted) made.set(dataset.name, await make(server, dataset))
    return made
  } finally {
    await server.stop()
  }
}

async function make(server: EmbeddedServer, dataset: Dataset): Promise<Generated> {
  const database = dataset.name.replace('-', '_')
  const admin = await connectWriter(parseTarget(server.url()))
  await admin.query(`create database ${database}`).finally(() => admin.end())
  const target = parseTarget(server.url(database))
  const writer = await connectWriter(target)
  try {
    await writer.query('select setseed(0.5)')
    for (const statement of dataset.statements) await writer.query(statement)
    await writer.query('vacuum analyze')
  } finally {
    await writer.end()
  }
  const snapshot = grown(await withReader(target, (reader) => observe(reader, { workload: false })), dataset)
  return (count) => ({ ...snapshot, workload: workload(dataset, count) })
}

/** Statistics hold for more rows of the same kind; heights are derived from the new sizes. */
function grown(snapshot: Snapshot, { growth }: Dataset): Snapshot {
  return {
    ...snapshot,
    relations: snapshot.relations.map((one) => ({ ...one, size: sizeTimes(one.size, growth[one.name] ?? 1) })),
    indexes: snapshot.indexes.map((one) => ({
      ...one,
      size: sizeTimes(one.size, growth[one.table] ?? 1),
      height: null,
    })),
  }
}

function workload({ ask, role }: Dataset, count: number): Workload {
  const random = seededRandom(seed)
  const texts = new Set<string>()
  while (texts.size < count) texts.add(ask(random))
  const statements = [...texts].map((sql) => {
    const calls = Math.ceil(mostCalls / skewed(random, mostCalls))
    return { fingerprint: fingerprint(sql), sql, role, calls, totalMs: 0, rows: calls }
  })
  return { source: 'generated', statements, excluded: [] }
}
