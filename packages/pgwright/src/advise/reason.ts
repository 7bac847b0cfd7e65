import type { ChangeDetails, Index } from '../model/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { figure, percent } from './figures.ts'

/** One or two sentences with the figures that an index rests on. */
export function createReason(
  { gains, losses }: Pick<ChangeDetails, 'gains' | 'losses'>,
  total: number,
  costBefore: number,
): string {
  const [most] = gains
  if (most === undefined) return 'No statement of the workload gains by it.'
  const share = percent(total / Math.max(1, costBefore))
  const statements = gains.length === 1 ? 'one statement' : `${gains.length} statements`
  const [before, after] = [figure(most.costBefore), figure(most.costAfter)]
  const warning = losses.length === 0 ? '' : ` ${losses.length} become${losses.length === 1 ? 's' : ''} dearer.`
  return `Serves ${statements}: the planner's cost of the one that gains most falls from ${before} to ${after}, that of the workload by ${share} (estimates).${warning}`
}

/** Why an index is not needed beside the one that covers it. */
export function dropReason(index: Index, coveredBy: string, duplicate: boolean): string {
  const relation = duplicate ? 'is the same index' : 'begins with the same columns in the same order'
  return `${quoteIdentifier(coveredBy)} ${relation}, so ${quoteIdentifier(index.name)} only costs writes and space; scanned ${figure(index.scans)} times.`
}
