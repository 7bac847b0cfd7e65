import { formatCount } from '../../model/index.ts'
import { readableQualified, readTerms, type Term } from '../../sql/index.ts'
import { type PlanNode, planNodes } from '../../twin/index.ts'
import type { Defect } from '../check.ts'
import type { InspectedStatement, PlannedInspected } from '../statements.ts'
import { shownStatement } from './sessions.ts'

/** A scan below this cost is quick whatever it does: about as many pages. */
const leastCost = 1_000
/** Of its statement's cost: what is less is not what makes it slow. */
const leastPart = 0.3
/** Of the workload: what is less is noise. */
const leastShare = 0.001

/** A sequential scan that is most of what its statement costs, and the terms by which it throws rows away. */
export interface CostlyScan {
  readonly statement: PlannedInspected
  readonly table: string
  readonly cost: number
  readonly terms: readonly Term[]
}

export function costlyScans(statements: readonly PlannedInspected[]): CostlyScan[] {
  return statements
    .filter(({ share }) => share >= leastShare)
    .flatMap((statement) => planNodes(statement.plan).flatMap((node) => costlyScan(statement, node) ?? []))
}

function costlyScan(statement: PlannedInspected, node: PlanNode): CostlyScan | null {
  const { Schema: schema, 'Relation Name': name, 'Total Cost': cost, Filter: filter } = node
  if (node['Node Type'] !== 'Seq Scan' || schema === undefined || name === undefined) return null
  if (typeof filter !== 'string' || cost < leastCost || cost < leastPart * statement.plan['Total Cost']) return null
  return { statement, table: readableQualified(schema, name), cost, terms: readTerms(filter) }
}

/** What every defect of a statement has; no literal of it is told. */
export function ofStatement({
  fingerprint,
  sql,
  calls,
  share,
}: InspectedStatement): Pick<Defect, 'object' | 'objectType' | 'evidence'> {
  return { object: fingerprint, objectType: 'statement', evidence: { statement: shownStatement(sql), calls, share } }
}

export function costWords(cost: number): string {
  return `a cost of ${formatCount(cost)} (estimate on the twin)`
}
