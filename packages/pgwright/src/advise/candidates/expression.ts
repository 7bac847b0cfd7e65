import type { Term } from '../../sql/index.ts'
import type { IndexSpec, KeySpec } from '../../twin/index.ts'
import { type Asked, ascending, equalColumns, keyOf, typeOf } from './asked.ts'

const ordered = new Set(['=', '<', '>', '<=', '>='])

/** B-trees with an expression among their keys, after the columns that must be equal. */
export function expressionSpecs(asked: Asked, maxWidth: number): IndexSpec[] {
  const compared = asked.access.terms
    .filter(({ key, operator }) => key.reads !== undefined && ordered.has(operator))
    .map((term) => keyOf(term))
  const sorted = asked.access.orders.filter((order) => order.some(({ reads }) => reads !== undefined))
  return withHeads(asked, maxWidth, [...compared.map((key) => [key]), ...sorted])
}

/** The operator class that compares byte by byte, by type: under a collation that is not C, `LIKE 'a%'` needs it. */
const patternClasses: Readonly<Record<string, string>> = {
  text: 'text_pattern_ops',
  'character varying': 'varchar_pattern_ops',
  character: 'bpchar_pattern_ops',
}

const patternOperators = new Set(['~~', '~', '^@'])

/** B-trees for patterns with a fixed beginning; whether there is one is the planner's to say. */
export function patternSpecs(asked: Asked, maxWidth: number): IndexSpec[] {
  const keys = asked.access.terms.filter(isPrefix).flatMap((term) => {
    // An expression that is matched with a pattern is a text.
    const operatorClass = patternClasses[typeOf(asked.table, term) ?? 'text']
    return operatorClass === undefined ? [] : [[keyOf(term, operatorClass)]]
  })
  return withHeads(asked, maxWidth, keys)
}

/** Whether a text is matched with what may have a fixed beginning. */
export function isPrefix({ operator, operand }: Term): boolean {
  return patternOperators.has(operator) && !(operand.kind === 'constant' && /^[%_]/.test(operand.value))
}

function withHeads(asked: Asked, maxWidth: number, tails: readonly (readonly KeySpec[])[]): IndexSpec[] {
  const equal = ascending(equalColumns(asked))
  return tails
    .flatMap((tail) => [[...tail], [...equal, ...tail]])
    .filter((keys) => keys.length <= maxWidth && keys.every((key) => mayBeKey(asked, key)))
    .map((keys) => ({ on: asked.on, keys, include: [], predicate: null }))
}

/** An expression is as long as the columns that it reads may make it. */
function mayBeKey({ table }: Asked, { column, reads }: KeySpec): boolean {
  return (reads ?? [column]).every((one) => table.indexable.asKey.has(one) || !isText(table.columns.get(one)?.type))
}

function isText(type: string | undefined): boolean {
  return type === undefined || /^(text|character|bytea|.*\[\])/.test(type)
}
