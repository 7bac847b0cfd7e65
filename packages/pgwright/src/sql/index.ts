export * from './array-text.ts'
export * from './change.ts'
export * from './condition.ts'
export * from './cut-statements.ts'
export * from './deparse.ts'
export * from './group-limit.ts'
export * from './hide-values.ts'
export * from './index-statement.ts'
export * from './initplan.ts'
export * from './object-name.ts'
export { isOwnStatement, ownMark } from './own-statement.ts'
export * from './parameters.ts'
export * from './parser.ts'
export {
  bareName,
  type ColumnUse,
  columnsOf,
  columnUse,
  conjuncts,
  expression,
  mirroredOperators,
  type Operand,
} from './plan-expression.ts'
export * from './quote.ts'
export { rangeDelete } from './range-delete.ts'
export * from './scanner.ts'
export { sequenceOptions } from './sequence-options.ts'
export * from './setting-casts.ts'
export { shellWord } from './shell-word.ts'
export * from './statistics-statement.ts'
export * from './table-references.ts'
export * from './template.ts'
export * from './terms.ts'
export * from './where-comparisons.ts'
export * from './where-conditions.ts'
export * from './where-subqueries.ts'
