import { startTwinServer, type TwinServer } from '../packages/pgwright/src/twin/index.ts'
import { type Comparison, compare } from './advise/compare.ts'
import { comparisonFigures } from './advise/comparison-figures.ts'
import { type Extent, extents } from './advise/extents.ts'
import { proofFigures } from './advise/proof-figures.ts'
import { publishedFigures } from './advise/published-figures.ts'
import { timeFigures } from './advise/time-figures.ts'
import { workloads } from './advise/workloads.ts'
import type { Benchmark } from './figure.ts'

const megabyte = 1e6
/** Key columns of the baselines' indexes. */
const maxWidth = 2
const major = 18

/** Whether the advice is better than that of published algorithms on the same twin, quicker, and true when measured. */
export const advise: Benchmark = async (scale) => {
  const extent = extents[scale]
  const server = await startTwinServer(major)
  try {
    const comparisons = await compareAll(server, extent)
    const figures = [
      ...comparisonFigures(comparisons),
      ...timeFigures(comparisons),
      ...(await publishedFigures(server, extent.capSeconds * 1000)),
      ...(await proofFigures(server, scale)),
    ]
    return { postgres: String(major), figures }
  } finally {
    await server.stop()
  }
}

async function compareAll(server: TwinServer, extent: Extent): Promise<Comparison[]> {
  const comparisons: Comparison[] = []
  for await (const workload of workloads(extent.workloads)) {
    const { budgetsMb, capSeconds = extent.capSeconds } = workload.extent
    for (const budgetMb of budgetsMb) {
      const options = { budgetBytes: budgetMb * megabyte, maxWidth, capMs: capSeconds * 1000 }
      comparisons.push(await compare(server, workload, options))
    }
  }
  return comparisons
}
