import { formatCount, formatShare, type Snapshot } from '../../../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { planNodes } from '../../../../twin/index.ts'
import type { Defect, PlanCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'
import type { Server } from '../../../server.ts'
import type { PlannedInspected } from '../../../statements.ts'
import { type AskedTable, askedTable } from './asked-table.ts'
import { mostExpected, rowsMoved } from './most-expected.ts'

const farOff = 10
/** Planned for one row or for ten, what follows is much the same. */
const leastRows = 100
const enoughCalls = 20
const leastShare = 0.001

export const check: PlanCheck = {
  id: 'estimate-far-off',
  title: 'Statement that returns far more rows than the planner expects',
  category: 'queries',
  severity: 'info',
  reads: 'plans',
  detect: (statements, server, snapshot) => {
    if (!countedTogether(server, snapshot)) return []
    return statements.flatMap((statement) => defectOf(statement, snapshot) ?? [])
  },
}

function defectOf(statement: PlannedInspected, snapshot: Snapshot): Defect | null {
  const { calls, rows, share, plan } = statement
  const counted = rows / Math.max(1, calls)
  if (calls < enoughCalls || counted < leastRows || share < leastShare) return null
  const asked = askedTable(statement, snapshot)
  if (asked === null) return null
  const expected = asked.fixed ? plan['Plan Rows'] : mostExpected(asked, snapshot)
  const moved = rowsMoved(asked, snapshot)
  // What was returned once and has been changed since says nothing of the estimate now.
  if (expected === null || moved === null || counted - moved < expected * farOff) return null
  const columns = (asked.fixed ? asked.columns : asked.equal).map(readableIdentifier)
  const table = readableQualified(asked.table.schema, asked.table.name)
  const { evidence, ...object } = ofStatement(statement)
  return {
    ...object,
    message: `A statement returns ${formatCount(counted)} rows of ${table} a call, and the planner expects ${formatCount(expected)}${asked.fixed ? '' : ' at most, whatever the values'} (estimate by its statistics). It is ${formatShare(share)} of the workload.`,
    evidence: {
      ...evidence,
      rowsPerCall: counted,
      rowsExpected: expected,
      table,
      columns,
      node: planNodes(plan).find((node) => node['Relation Name'] !== undefined)?.['Node Type'] ?? null,
    },
    help: helpFor(asked, columns, table),
  }
}

function helpFor({ table }: AskedTable, columns: readonly string[], name: string): string {
  if (columns.length < 2)
    return `Analyze ${name}, and raise the statistics target of ${columns[0] ?? 'the column'} where that does not help.`
  const on = table.kind === 'partitioned' ? `each partition of ${name}` : name
  return `Analyze ${name}; where the estimate stays, tell the planner that the columns go together: create statistics on ${columns.join(', ')} from ${on}, and analyze again.`
}

/** Whether tables' counters know all that happened while the statements' counters counted. */
function countedTogether({ statsSince }: Server, { takenAt, workload: { periodMs } }: Snapshot): boolean {
  return periodMs !== undefined && (statsSince === null || statsSince.getTime() <= Date.parse(takenAt) - periodMs)
}
