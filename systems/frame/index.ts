export { buildSystem, type Construction, type Progress, type Table, tablesOf } from './build.ts'
export { dimension } from './dimension.ts'
export * from './gates/index.ts'
export { makePartitionedForm, months } from './partitioned.ts'
export { type PartitionedForm, partitionedSchema } from './partitioned-form.ts'
export {
  backfill,
  barrierView,
  column,
  constraint,
  extension,
  grantSelect,
  index,
  materializedView,
  trigger,
  triggerFunction,
} from './steps.ts'
export { loginRole, type Tenancy, tenantCondition, tenantTable, tenantTransactions } from './tenancy.ts'
export { type Part, zipfParts } from './zipf.ts'
