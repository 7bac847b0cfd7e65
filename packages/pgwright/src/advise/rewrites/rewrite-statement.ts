import type { ObjectName, Snapshot } from '../../model/index.ts'
import {
  mirroredOperators,
  type Node,
  parameterTokens,
  readableIdentifier,
  replaceAt,
  type WhereComparison,
  whereComparisons,
} from '../../sql/index.ts'
import { coalescedColumn } from './coalesced-column.ts'
import { ColumnFinder } from './column-of.ts'
import { dateOfTimestamp } from './date-of-timestamp.ts'
import { withExists } from './exists.ts'
import type { Instead, Rule } from './rule.ts'

const rules: readonly Rule[] = [dateOfTimestamp, coalescedColumn]

export interface Rewritten {
  readonly sql: string
  /** Of the first condition that is written anew. */
  readonly table: ObjectName
  readonly because: readonly string[]
}

/**
 * A statement with the conditions that hide a column from its indexes, or a query from a join, written anew; null where
 * there are none. Both return the same rows for the same parameters. Of days that no timestamp reaches (after the year
 * 294276) and of the first and last two that a date can be, the new one can say that they are out of range.
 */
export function rewriteStatement(snapshot: Snapshot, sql: string): Rewritten | null {
  const finder = new ColumnFinder(snapshot, sql)
  const standsOnce = onceIn(sql)
  const because = new Set<string>()
  let text = sql
  let table: ObjectName | null = null
  // From the end, so that the places of those before stay what they are.
  for (const comparison of [...whereComparisons(sql)].sort((a, b) => b.start - a.start)) {
    for (const rule of rules) {
      const instead = rewritten(rule, finder, standsOnce, comparison)
      if (instead === null) continue
      text = replaceAt(text, comparison, instead.text)
      table = instead.table
      because.add(rule.because)
      break
    }
  }
  // Conditions can lie within each other's queries, so one is replaced at a time.
  for (let next = withExists(snapshot, text); next !== null; next = withExists(snapshot, text)) {
    text = next.sql
    table ??= next.table
    because.add(next.because)
  }
  return table === null ? null : { sql: text, table, because: [...because] }
}

function rewritten(
  rule: Rule,
  finder: ColumnFinder,
  standsOnce: (node: Node) => boolean,
  comparison: WhereComparison,
): Instead | null {
  const { left, operator, right, text, from } = comparison
  const column = (node: Node) => {
    const found = finder.find(node, from)
    return found === null ? null : { ...found, text: found.names.map(readableIdentifier).join('.') }
  }
  const known = { text, column, standsOnce }
  const ahead = rule.rewrite({ about: left.node, operator, value: right.node, valueText: right.text, ...known })
  const other = mirroredOperators[operator]
  if (ahead !== null || other === undefined) return ahead
  return rule.rewrite({ about: right.node, operator: other, value: left.node, valueText: left.text, ...known })
}

function onceIn(sql: string): (node: Node) => boolean {
  const numbers = parameterTokens(sql).map(({ number }) => number)
  return (node) => 'ParamRef' in node && numbers.filter((number) => number === node.ParamRef.number).length === 1
}
