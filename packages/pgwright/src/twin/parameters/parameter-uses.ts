import type { ObjectName } from '../../model/index.ts'
import { type Comparison, readComparisons } from '../../sql/index.ts'
import { type PlanNode, planNodes } from '../plan-node.ts'

/** What a column is asked, which decides what values are like: a value, a list, an end of a range, a pattern, a part. */
export type Question = 'equal' | 'list' | 'above' | 'below' | 'pattern' | 'contains' | 'overlaps' | 'member'

/** A parameter, or a setting that a policy reads, and the column that it is compared with. */
export interface ParameterUse {
  /** The number of `$n`, or the name of a setting. */
  readonly parameter: number | string
  readonly table: ObjectName
  readonly alias: string
  readonly column: string
  readonly question: Question
}

/** How a generic plan uses its parameters, each once: where there are several comparisons, the one that tells most. */
export function parameterUses(plan: PlanNode): ParameterUse[] {
  const nodes = planNodes(plan)
  const tables = new Map(nodes.flatMap(scannedTable))
  const [only] = tables.size === 1 ? tables.keys() : []
  const uses = new Map<number | string, ParameterUse>()
  for (const comparison of nodes.flatMap(conditionTexts).flatMap(readComparisons)) {
    const parameter = parameterOf(comparison)
    const question = questionOf(comparison)
    const alias = comparison.use.alias === '' ? (only ?? '') : comparison.use.alias
    const table = tables.get(alias)
    if (parameter === null || question === null || table === undefined) continue
    const use = { parameter, table, alias, column: comparison.use.column, question }
    const known = uses.get(parameter)
    if (known === undefined || tellsMore(use, known)) uses.set(parameter, use)
  }
  return [...uses.values()].sort((a, b) =>
    String(a.parameter).localeCompare(String(b.parameter), 'en', { numeric: true }),
  )
}

function scannedTable(node: PlanNode): [string, ObjectName][] {
  const { Schema: schema, 'Relation Name': name, Alias: alias } = node
  return schema === undefined || name === undefined || alias === undefined ? [] : [[alias, { schema, name }]]
}

/** A parameter or a setting stands in conditions, and in what a function, an output or a sort is given. */
function conditionTexts(node: PlanNode): string[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter((value): value is string => typeof value === 'string' && /\$\d|current_setting/.test(value))
}

function parameterOf({ operand }: Comparison): number | string | null {
  if (operand?.kind === 'parameter') return operand.number
  return operand?.kind === 'setting' ? operand.name : null
}

function questionOf({ kind, operator }: Comparison): Question | null {
  if (kind === 'any') return operator === '=' ? 'list' : null
  if (kind === 'above' || kind === 'below') return kind
  return byOperator[operator] ?? null
}

const byOperator: Readonly<Record<string, Question>> = {
  '=': 'equal',
  '<>': 'equal',
  '~~': 'pattern',
  '~~*': 'pattern',
  '!~~': 'pattern',
  '!~~*': 'pattern',
  '@>': 'contains',
  '&&': 'overlaps',
  '= any': 'member',
}

const order: readonly Question[] = ['equal', 'list', 'member', 'contains', 'overlaps', 'above', 'below', 'pattern']

function tellsMore(use: ParameterUse, known: ParameterUse): boolean {
  return order.indexOf(use.question) < order.indexOf(known.question)
}
