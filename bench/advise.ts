import type { Scale } from '../packages/pgwright/src/demo/index.ts'
import { startTwinServer, type TwinServer } from '../packages/pgwright/src/twin/index.ts'
import { type Comparison, compare, type Workload } from './advise/compare.ts'
import { comparisonFigures } from './advise/comparison-figures.ts'
import { publishedFigures } from './advise/published-figures.ts'
import { tpchWorkload } from './advise/tpch.ts'
import type { Benchmark } from './figure.ts'

const megabyte = 1e6
const maxWidth = 2

interface Extent {
  readonly budgetsMb: readonly number[]
  readonly capSeconds: number
}

const extents: Readonly<Record<Scale, Extent>> = {
  small: { budgetsMb: [500], capSeconds: 10 },
  medium: { budgetsMb: [100, 250, 500, 1000, 2000, 4000], capSeconds: 30 },
  full: { budgetsMb: [100, 250, 500, 1000, 2000, 4000], capSeconds: 120 },
}

/** Whether the advice is better than that of published algorithms on the same twin, and quicker. */
export const advise: Benchmark = async (scale) => {
  const { budgetsMb, capSeconds } = extents[scale]
  const workload = { name: 'tpch-sf1', snapshot: await tpchWorkload() }
  const server = await startTwinServer(workload.snapshot.server.major)
  try {
    const comparisons = await compareAll(server, workload, { budgetsMb, capSeconds })
    const figures = [...comparisonFigures(comparisons), ...(await publishedFigures(server, capSeconds * 1000))]
    return { postgres: workload.snapshot.server.version, figures }
  } finally {
    await server.stop()
  }
}

async function compareAll(server: TwinServer, workload: Workload, { budgetsMb, capSeconds }: Extent) {
  const comparisons: Comparison[] = []
  for (const budgetMb of budgetsMb) {
    const options = { budgetBytes: budgetMb * megabyte, maxWidth, capMs: capSeconds * 1000 }
    comparisons.push(await compare(server, workload, options))
  }
  return comparisons
}
