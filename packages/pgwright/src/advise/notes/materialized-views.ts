import type { Note, Snapshot } from '../../model/index.ts'
import { bareName, holds, type Node, parameterNumbers, quoteQualified, tryParse } from '../../sql/index.ts'
import { blockSize, type PlanNode, planNodes } from '../../twin/index.ts'
import { figure, percent } from '../figures.ts'
import { type InPlace, oncePerStatement, type PlannedInPlace } from '../in-place.ts'
import { Partitions } from '../partitions.ts'
import { tableWrites } from '../writes/table-writes.ts'
import { statementsOf } from './statements.ts'

/** Rows that are read for each that is returned. */
const leastRatio = 1000
/** Of the workload's cost: a view is something to keep, and its rows are never the latest. */
const leastShare = 0.1
/** Calls for each row that is written into what the statement reads. */
const leastCalls = 10
/** Of a row in a page, beside its values. */
const rowOverhead = 28

/**
 * Statements that put many rows together to the same few at each call, between few writes. A note: how old an answer may
 * be is known to the application alone.
 */
export function materializedViewNotes(inPlace: InPlace): Note[] {
  const writes = tableWrites(inPlace.snapshot)
  if (writes.size === 0) return [] // nobody tells what is written
  return oncePerStatement(inPlace.heaviest).flatMap((planned) => viewNote(inPlace, planned, writes) ?? [])
}

function viewNote(
  { snapshot, cost }: InPlace,
  planned: PlannedInPlace,
  writes: ReturnType<typeof tableWrites>,
): Note | null {
  const { statement, plan, weight } = planned
  const input = aggregatedRows(plan)
  const rows = plan['Plan Rows']
  if (input === null || input < leastRatio * rows || !isAlwaysTheSame(snapshot, statement.sql)) return null
  const tables = tablesOf(snapshot, plan)
  if (tables === null) return null
  const written = tables.reduce((sum, table) => {
    const { inserts = 0, deletes = 0, updates = [] } = writes.get(table) ?? {}
    return sum + inserts + deletes + updates.reduce((all, one) => all + one.rows, 0)
  }, 0)
  const now = plan['Total Cost']
  const reading = readingCost(snapshot, rows, plan['Plan Width'])
  const share = (weight * (now - reading)) / cost
  if (share < leastShare || statement.calls < leastCalls * written) return null
  return {
    kind: 'materialized-view',
    title: 'Many rows are put together to the same few at each call.',
    statements: statementsOf([planned]),
    evidence: `By the plan about ${figure(input)} rows become ${figure(rows)}, for a cost of ${figure(now)} a call. To read as many rows of a view would cost about ${figure(reading)}, which takes ${percent(share)} off the workload's cost; each refresh costs what a call costs now, and its writing. For ${figure(statement.calls)} calls the workload writes ${figure(written)} rows into what is read (estimates).`,
    advice:
      'Where an answer may be as old as the last refresh, keep it in a materialized view with a unique index, and refresh it concurrently after writes. Its rows are those that the refreshing role sees, in its time zone.',
  }
}

/** Nodes that pass on what an aggregate returns. */
const passing = new Set(['Sort', 'Incremental Sort', 'Limit', 'Gather', 'Gather Merge', 'Result', 'Subquery Scan'])

/** Rows that go into the aggregate at the top of a plan, of one process where there are several; null: there is none. */
function aggregatedRows(plan: PlanNode): number | null {
  const [input] = plan.Plans ?? []
  if (input === undefined) return null
  const below = plan['Node Type'] === 'Aggregate' || passing.has(plan['Node Type']) ? aggregatedRows(input) : null
  return plan['Node Type'] === 'Aggregate' ? (below ?? input['Plan Rows']) : below
}

/** Quoted names of the tables that are read, partitions as the topmost; null where whom it asks for decides on rows. */
function tablesOf(snapshot: Snapshot, plan: PlanNode): string[] | null {
  const partitions = new Partitions(snapshot)
  const found = new Set<string>()
  for (const { Schema: schema, 'Relation Name': name } of planNodes(plan)) {
    if (schema === undefined || name === undefined) continue
    const root = partitions.rootOf({ schema, name })
    const relation = snapshot.relations.find((one) => one.schema === root.schema && one.name === root.name)
    if (relation === undefined || relation.rowSecurity || relation.kind === 'foreign') return null
    found.add(quoteQualified(root.schema, root.name))
  }
  return [...found]
}

/** Functions of PostgreSQL that depend on their arguments alone, and on the session's time zone. */
const steady: ReadonlySet<string> = new Set(
  'count sum avg min max bool_and bool_or every stddev variance array_agg string_agg lower upper round abs date_trunc date_part extract'.split(
    ' ',
  ),
)

/** Whether a statement returns the same at each call as long as its tables stay as they are. */
function isAlwaysTheSame({ functions, relations }: Snapshot, sql: string): boolean {
  const [statement, another] = tryParse(sql) ?? []
  if (statement === undefined || another !== undefined || !('SelectStmt' in statement)) return false
  if (parameterNumbers(sql).length > 0 || /'\s*(now|today|tomorrow|yesterday)\b/i.test(sql)) return false
  const views = new Set(relations.filter(({ kind }) => kind === 'view').map(({ name }) => name))
  return !holds(statement, (node) => {
    if ('SQLValueFunction' in node || 'RangeTableSample' in node) return true
    // A view can ask for anything.
    if (node.RangeVar !== undefined && views.has((node.RangeVar as { relname?: string }).relname ?? '')) return true
    if (node.FuncCall === undefined) return false
    const name = bareName((node.FuncCall as { funcname?: Node[] }).funcname)
    return !steady.has(name) || functions.some((one) => one.name === name)
  })
}

function readingCost({ settings }: Snapshot, rows: number, width: number): number {
  const costOf = (name: string, usual: number) =>
    Number(settings.find((setting) => setting.name === name)?.setting ?? usual)
  const pages = Math.ceil((rows * (width + rowOverhead)) / blockSize)
  return pages * costOf('seq_page_cost', 1) + rows * costOf('cpu_tuple_cost', 0.01)
}
