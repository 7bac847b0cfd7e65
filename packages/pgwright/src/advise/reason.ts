import type { Change, Index } from '../model/index.ts'
import { quoteIdentifier } from '../sql/index.ts'

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** One or two sentences with the figures that an index rests on. */
export function createReason({ queries, total }: Change['benefit'], costBefore: number): string {
  const [most] = queries
  if (most === undefined) return 'No statement of the workload gains by it.'
  const share = number.format((100 * total) / Math.max(1, costBefore))
  const statements = queries.length === 1 ? 'one statement' : `${queries.length} statements`
  const [before, after] = [number.format(most.costBefore), number.format(most.costAfter)]
  const losers = queries.filter((query) => query.costAfter > query.costBefore).length
  const warning = losers === 0 ? '' : ` ${losers} become dearer.`
  return `Serves ${statements}: the planner's cost of the one that gains most falls from ${before} to ${after}, that of the workload by ${share} % (estimates).${warning}`
}

/** Why an index is not needed beside the one that covers it. */
export function dropReason(index: Index, coveredBy: string, duplicate: boolean): string {
  const relation = duplicate ? 'is the same index' : 'begins with the same columns in the same order'
  return `${quoteIdentifier(coveredBy)} ${relation}, so ${quoteIdentifier(index.name)} only costs writes and space; scanned ${number.format(index.scans)} times.`
}
