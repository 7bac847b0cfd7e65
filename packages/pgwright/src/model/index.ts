export * from './change.ts'
export type { ChangeDetails, StatementEffect } from './change-details.ts'
export * from './demo-result.ts'
export * from './error.ts'
export type { EstimatedTime } from './estimated-time.ts'
export * from './export-result.ts'
export * from './finding.ts'
export * from './format.ts'
export * from './note.ts'
export * from './plan.ts'
export { quantile } from './quantile.ts'
export * from './random.ts'
export { rankCorrelation } from './rank-correlation.ts'
export * from './rehearsal.ts'
export * from './results.ts'
export * from './run.ts'
export {
  type DefinedFunction,
  type ForeignServer,
  foreignPlanOptions,
  type ObjectName,
  type OpaqueType,
  type OperatorFamily,
  type OrdinaryObject,
  type TableHook,
} from './schema-objects.ts'
export * from './snapshot.ts'
export { isState, type State } from './state.ts'
export {
  type ColumnStatistics,
  type ExtendedData,
  type StatisticsKey,
  scalarStatistics,
  type ValueStatistics,
} from './statistics.ts'
export type { StatisticsEffect } from './statistics-effect.ts'
export { type TableShape, tableShape } from './table-shape.ts'
export * from './trace-result.ts'
export * from './trial.ts'
export * from './twin-results.ts'
export * from './verdict.ts'
export * from './workload.ts'
