import type { Snapshot } from '../packages/pgwright/src/model/index.ts'
import { blockSize, type PlanNode, startTwinServer, Twin } from '../packages/pgwright/src/twin/index.ts'
import { type Figure, figure } from './figure.ts'
import { quantile, repeated, timed } from './repeated.ts'
import { builtIndexOf, isPlain, specOf } from './tpch-indexes.ts'
import { costDeviation, sameTree } from './tpch-plans.ts'
import { type BuiltIndex, readTpch, type Tpch } from './tpch-snapshot.ts'

const anyone = { role: null, settings: {} }
const schema = 'public'
const explainsInOneRun = 2000

/** How true the twin of TPC-H is to the server that planned it, and how quickly it answers. */
export async function tpchFigures(): Promise<Figure[]> {
  const tpch = await readTpch()
  // No plans were recorded for indexes on expressions: that server had no statistics of theirs.
  const plain = tpch.indexes.filter(({ sql }) => isPlain(sql))
  const server = await startTwinServer(tpch.snapshot.server.major)
  try {
    const bare = await Twin.open(tpch.snapshot, { server })
    const indexed = await Twin.open(withIndexes(tpch.snapshot, plain), { server })
    return [
      ...(await bareFigures(bare, tpch)),
      await singleIndexFigure(indexed, tpch, plain),
      await sizeFigure(bare, tpch),
      await explainsFigure(bare),
      await candidateFigure(bare, tpch),
    ]
  } finally {
    await server.stop()
  }
}

/** The snapshot of a source that had these indexes too, with their true sizes. */
function withIndexes(snapshot: Snapshot, indexes: readonly BuiltIndex[]): Snapshot {
  const added = indexes.map(({ sql, size, height }) => ({ ...builtIndexOf(sql), size, height }))
  return { ...snapshot, indexes: [...snapshot.indexes, ...added] }
}

async function bareFigures(twin: Twin, tpch: Tpch): Promise<Figure[]> {
  const pairs = await plannedPairs(twin, tpch, tpch.plans)
  return [
    figure({
      id: 'tpch-identical-share',
      title: 'TPC-H: plan trees as on the source',
      value: shareOf(pairs, (pair) => sameTree(...pair)),
      unit: '',
      goal: 1,
      better: 'higher',
    }),
    figure({
      id: 'tpch-max-cost-deviation',
      title: 'TPC-H: largest deviation of a cost, of any node',
      value: Math.max(...pairs.map((pair) => costDeviation(...pair))),
      unit: '',
      goal: 1e-6,
      better: 'lower',
    }),
  ]
}

/** Each index shown alone with its true size: the plans that it changed, and those that it must not change. */
async function singleIndexFigure(twin: Twin, tpch: Tpch, indexes: readonly BuiltIndex[]): Promise<Figure> {
  const pairs: Pair[] = []
  const names = indexes.map(({ sql }) => ({ schema, name: builtIndexOf(sql).name }))
  await twin.show(names, false)
  for (const { sql, plans } of indexes) {
    const name = { schema, name: builtIndexOf(sql).name }
    await twin.show([name], true)
    pairs.push(...(await plannedPairs(twin, tpch, { ...tpch.plans, ...plans })))
    await twin.show([name], false)
  }
  return figure({
    id: 'tpch-single-index-identical-share',
    title: `TPC-H: plan trees as on the source with each of ${indexes.length} indexes`,
    value: shareOf(pairs, (pair) => sameTree(...pair)),
    unit: '',
    goal: 1,
    better: 'higher',
  })
}

type Pair = readonly [recorded: PlanNode, planned: PlanNode]

async function plannedPairs(twin: Twin, { queries }: Tpch, recorded: Readonly<Record<string, PlanNode>>) {
  const pairs: Pair[] = []
  for (const [number, sql] of queries) {
    const plan = recorded[number]
    if (plan === undefined) throw new Error(`No plan of query ${number} was recorded.`)
    pairs.push([plan, await twin.explain(sql, anyone)])
  }
  return pairs
}

function shareOf(pairs: readonly Pair[], holds: (pair: Pair) => boolean): number {
  return pairs.filter(holds).length / pairs.length
}

async function sizeFigure(twin: Twin, { indexes }: Tpch): Promise<Figure> {
  const errors: number[] = []
  for (const { sql, size } of indexes.filter((index) => isPlain(index.sql))) {
    const candidate = await twin.addIndex(sql)
    errors.push(Math.abs(candidate.sizeBytes / blockSize / size.blocks - 1))
    await twin.removeIndexes([candidate])
  }
  return figure({
    id: 'candidate-size-error-p90',
    title: `TPC-H: error of ${errors.length} indexes' predicted sizes, 90th percentile`,
    value: quantile(errors, 0.9),
    unit: '',
    goal: 0.1,
    better: 'lower',
  })
}

async function explainsFigure(twin: Twin): Promise<Figure> {
  const perSecond = await repeated(5, async () => {
    const ms = await timed(async () => {
      for (let key = 1; key <= explainsInOneRun; key++)
        await twin.explain(`select o_totalprice from orders where o_orderkey = ${key}`, anyone)
    })
    return (explainsInOneRun * 1000) / ms
  })
  return figure({
    id: 'explains-per-second',
    title: 'plans of point queries a second, one connection',
    ...perSecond,
    unit: '/s',
    goal: 2000,
    better: 'higher',
  })
}

/** The B-trees that an adviser would try: all of them in one call, each made anew. */
async function candidateFigure(twin: Twin, { indexes }: Tpch): Promise<Figure> {
  const specs = indexes.flatMap(({ sql }) => specOf(sql) ?? [])
  const perIndex = await repeated(5, async () => {
    const ms = await timed(() => twin.addIndexes(specs))
    await twin.removeIndexes(await twin.addIndexes(specs))
    return ms / specs.length
  })
  return figure({
    id: 'candidate-index-ms',
    title: `adding a candidate index, of ${specs.length} added at once`,
    ...perIndex,
    unit: 'ms',
    goal: 2,
    better: 'lower',
  })
}
