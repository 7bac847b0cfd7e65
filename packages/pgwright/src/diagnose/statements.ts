import type { Statement, Workload } from '../model/index.ts'
import { type Node, tryParse, walk } from '../sql/index.ts'
import type { PlanNode } from '../twin/index.ts'

/** A statement of the workload, as checks look at it. */
export interface InspectedStatement {
  readonly fingerprint: string
  /** Normalised. */
  readonly sql: string
  readonly role: string | null
  readonly calls: number
  /** Execution time over all calls, ms; 0 where the source does not know it. */
  readonly totalMs: number
  readonly rows: number
  /** Part of the workload's time; of its calls where no time is known. */
  readonly share: number
  readonly trees: readonly Node[]
  /** On the twin, with typical values; null where it was not planned. An estimate. */
  readonly plan: PlanNode | null
}

export type PlannedInspected = InspectedStatement & { readonly plan: PlanNode }

/** @param planOf on the twin; null for what was not planned */
export function inspectedStatements(
  { statements }: Workload,
  planOf: (statement: Statement) => PlanNode | null,
): InspectedStatement[] {
  const sum = (of: (statement: Statement) => number) => statements.reduce((all, one) => all + of(one), 0)
  const [ms, calls] = [sum(({ totalMs }) => totalMs), sum((one) => one.calls)]
  const inspected = statements.map(({ samples: _, ...statement }) => ({
    ...statement,
    share: ms > 0 ? statement.totalMs / ms : statement.calls / Math.max(1, calls),
    trees: tryParse(statement.sql) ?? [],
    plan: planOf(statement),
  }))
  return inspected.sort((a, b) => b.share - a.share)
}

/** Names of the relations that statements name, whatever their schema. */
export function relationNames(statements: readonly Statement[]): Set<string> {
  const names = new Set<string>()
  for (const { sql } of statements)
    walk(tryParse(sql) ?? [], ({ RangeVar: named, relation }) => {
      for (const one of [named, relation])
        if (typeof one === 'object' && one !== null && 'relname' in one) names.add(String(one.relname))
    })
  return names
}
