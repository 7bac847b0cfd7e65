import {
  type ExplainResult,
  formatBytes,
  formatFigure,
  formatShare,
  type ParameterPlans,
  plural,
  printable,
} from '../model/index.ts'
import { type PlanNode, planNodes } from '../twin/index.ts'
import type { Colors } from './colors.ts'
import { gapLines } from './gap-lines.ts'
import { nodeLabel, planLines } from './plan-lines.ts'
import { sideBySide } from './side-by-side.ts'
import { tableLines } from './table.ts'

/** More statements than these are told in a table, without their plans. */
const mostPlans = 3

/** Plans before and after, side by side where the terminal has room. */
export function explainReport(result: ExplainResult, columns: number, colors: Colors): string {
  const { statements, unplanned, added, notes, gaps } = result
  return [
    ...(statements.length > mostPlans
      ? workloadLines(result)
      : statements.flatMap((one) => planPair(one, columns, colors))),
    ...unplanned.flatMap(({ sql, side, reason }) => [
      `Not planned ${side}: ${printable(sql).slice(0, 100)}`,
      `  ${printable(reason)}`,
      '',
    ]),
    ...added.map(({ index, sizeBytes }) => `Index ${printable(index)}: about ${formatBytes(sizeBytes)}, an estimate.`),
    ...notes.map(printable),
    ...(added.length + notes.length === 0 ? [] : ['']),
    ...gapLines(gaps, colors),
  ]
    .join('\n')
    .trimEnd()
}

type ExplainedStatement = ExplainResult['statements'][number]

function planPair(statement: ExplainedStatement, columns: number, colors: Colors): string[] {
  const { sql, before, after, costBefore, costAfter, flips } = statement
  return [
    colors.strong(printable(sql)),
    `${flips ? 'Another plan' : 'The same plan'}: cost ${formatFigure(costBefore)} before, ${formatFigure(costAfter)} after${change(costBefore, costAfter)}, by the planner's estimate.`,
    '',
    ...sideBySide(
      { title: 'before', lines: planLines(before as PlanNode) },
      { title: 'after', lines: planLines(after as PlanNode) },
      columns,
    ),
    '',
    ...parameterLines(statement, colors),
  ]
}

function workloadLines({ statements, costBefore, costAfter, flips }: ExplainResult): string[] {
  const titles = [
    { title: 'statement', align: 'left' },
    { title: 'calls', align: 'right' },
    { title: 'before', align: 'right' },
    { title: 'after', align: 'right' },
    { title: 'plan', align: 'left' },
  ] as const
  const rows = statements.map((one) => [
    printable(one.sql).slice(0, 80),
    formatFigure(one.calls),
    formatFigure(one.costBefore),
    formatFigure(one.costAfter),
    one.flips ? 'another' : 'the same',
  ])
  return [
    `${plural(statements.length, 'statement')}, ${flips} with another plan; cost of all calls ${formatFigure(costBefore)} before, ${formatFigure(costAfter)} after${change(costBefore, costAfter)}, by the planner's estimate.`,
    '',
    ...tableLines(titles, rows),
    '',
  ]
}

function change(before: number, after: number): string {
  if (before === 0 || before === after) return ''
  return after < before ? ` (${formatShare(1 - after / before)} less)` : ` (${formatFigure(after / before)} times)`
}

/** For which values which plan is taken, by how frequent they are. */
function parameterLines({ parameters }: ExplainedStatement, colors: Colors): string[] {
  if (parameters === null) return []
  const sides = [
    ['before', parameters.before],
    ['after', parameters.after],
  ] as const
  return sides.flatMap(([side, plans]) => (plans.flips ? [...flipLines(side, plans, colors), ''] : []))
}

function flipLines(side: string, { sets, genericCost }: ParameterPlans, colors: Colors): string[] {
  const titles = [
    { title: 'values', align: 'left' },
    { title: 'weight', align: 'right' },
    { title: 'cost', align: 'right' },
    { title: 'rows of the column', align: 'left' },
    { title: 'plan', align: 'left' },
  ] as const
  const rows = sets.map(({ label, weight, cost, frequencies, plan }) => [
    label,
    formatShare(weight),
    formatFigure(cost),
    frequencies.map(({ parameter, frequency }) => `${parameterName(parameter)}: ${formatShare(frequency)}`).join(', '),
    pathOf(plan as PlanNode),
  ])
  const generic = ['any (generic plan)', '', formatFigure(genericCost), '', '']
  return [colors.strong(`The plan ${side} depends on the values:`), ...tableLines(titles, [...rows, generic])]
}

function parameterName(parameter: number | string): string {
  return typeof parameter === 'number' ? `$${parameter}` : parameter
}

const longestPath = 70

/** A plan in one line, its nodes from the top. */
function pathOf(plan: PlanNode): string {
  const path = planNodes(plan).map(nodeLabel).join(' ← ')
  return path.length <= longestPath ? path : `${path.slice(0, longestPath)}…`
}
