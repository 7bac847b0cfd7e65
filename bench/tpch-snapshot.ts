import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ColumnStatistics,
  type RelationSize,
  type Snapshot,
  scalarStatistics,
} from '../packages/pgwright/src/model/index.ts'
import { observe } from '../packages/pgwright/src/observe/index.ts'
import { connectWriter, parseTarget, startServer, withReader } from '../packages/pgwright/src/postgres/index.ts'
import type { PlanNode } from '../packages/pgwright/src/twin/index.ts'

const folder = join(import.meta.dirname, 'tpch-sf1')

/** TPC-H as it was loaded, analysed and planned on a real server. */
export interface Tpch {
  readonly snapshot: Snapshot
  /** Texts by number, `01` to `22`. */
  readonly queries: ReadonlyMap<string, string>
  /** The plan of each query with the primary keys alone. */
  readonly plans: Readonly<Record<string, PlanNode>>
  readonly indexes: readonly BuiltIndex[]
}

/** An index that was really built, alone beside the primary keys. */
export interface BuiltIndex {
  readonly sql: string
  readonly size: RelationSize
  /** Levels above the leaves; null for anything but a B-tree. */
  readonly height: number | null
  /** The plans that it changed, by query; none were recorded for indexes on expressions. */
  readonly plans: Readonly<Record<string, PlanNode>>
}

/** The snapshot that an observer of that server would have taken: its schema made here, the rest from files. */
export async function readTpch(): Promise<Tpch> {
  const base = await readJson<{ relations: RelationRow[]; plans: Record<string, PlanNode> }>('base.json')
  const indexes =
    await readJson<{ sql: string; relation: RelationRow; changedPlans: Record<string, PlanNode> }[]>(
      'single-index.json',
    )
  return {
    snapshot: await snapshotOf(new Map(base.relations.map((row) => [row.relname, row]))),
    queries: await readQueries(),
    plans: base.plans,
    indexes: indexes.map(({ sql, relation, changedPlans }) => ({
      sql,
      size: sizeOf(relation),
      height: heightOf(relation),
      plans: changedPlans,
    })),
  }
}

async function snapshotOf(relations: ReadonlyMap<string, RelationRow>): Promise<Snapshot> {
  const schema = await observeSchema()
  const sized = <Sized extends { readonly name: string; readonly size: RelationSize }>(one: Sized): Sized => {
    const row = relations.get(one.name)
    return row === undefined ? one : { ...one, size: sizeOf(row) }
  }
  return {
    ...schema,
    settings: await readJson('settings.json'),
    relations: schema.relations.map(sized),
    indexes: schema.indexes.map((index) => {
      const row = relations.get(index.name)
      return { ...sized(index), height: row === undefined ? null : heightOf(row) }
    }),
    columnStatistics: (await readJson<StatisticsRow[]>('statistics.json')).map(statisticsOf),
  }
}

async function observeSchema(): Promise<Snapshot> {
  const server = await startServer({ name: 'bench' })
  try {
    const target = parseTarget(server.url())
    const writer = await connectWriter(target)
    await writer.query(await readFile(join(folder, 'schema.sql'), 'utf8')).finally(() => writer.end())
    return await withReader(target, (reader) => observe(reader, { workload: false }))
  } finally {
    await server.stop()
  }
}

async function readQueries(): Promise<Map<string, string>> {
  const files = (await readdir(join(folder, 'queries'))).sort()
  const read = async (file: string) => readFile(join(folder, 'queries', file), 'utf8')
  return new Map(
    await Promise.all(files.map(async (file) => [file.replace('.sql', ''), await read(file)] as [string, string])),
  )
}

async function readJson<Value>(file: string): Promise<Value> {
  return JSON.parse(await readFile(join(folder, file), 'utf8')) as Value
}

/** A row of `pg_class`, with the true length of its file in blocks. */
interface RelationRow {
  readonly relname: string
  readonly relpages: number
  readonly reltuples: number
  readonly relallvisible: number
  readonly relallfrozen: number
  readonly blocks: number
  readonly btree_height: string | null
}

function sizeOf({ relpages, reltuples, relallvisible, relallfrozen, blocks }: RelationRow): RelationSize {
  return {
    pages: relpages,
    tuples: reltuples,
    allVisiblePages: relallvisible,
    allFrozenPages: relallfrozen,
    blocks,
  }
}

function heightOf({ btree_height: height }: RelationRow): number | null {
  return height === null ? null : Number(height)
}

/** A row of `pg_stats`. */
interface StatisticsRow {
  readonly tablename: string
  readonly attname: string
  readonly inherited: boolean
  readonly null_frac: number
  readonly avg_width: number
  readonly n_distinct: number
  readonly most_common_vals: string | null
  readonly most_common_freqs: number[] | null
  readonly histogram_bounds: string | null
  readonly correlation: number | null
}

function statisticsOf(row: StatisticsRow): ColumnStatistics {
  return {
    schema: 'public',
    table: row.tablename,
    column: row.attname,
    position: null,
    inherited: row.inherited,
    nullFraction: row.null_frac,
    averageWidth: row.avg_width,
    distinct: row.n_distinct,
    commonValues: row.most_common_vals,
    commonFrequencies: row.most_common_freqs,
    histogram: row.histogram_bounds,
    correlation: row.correlation,
    // No column of TPC-H is an array or a range.
    ...scalarStatistics,
    // They were not recorded.
    ends: null,
  }
}
