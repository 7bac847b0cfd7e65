export type { KnownFinding } from './baseline.ts'
export { type ConstantQueriesOptions, expectConstantQueries } from './constant-queries.ts'
export { expectNoNPlusOne, type NoNPlusOneOptions } from './no-n-plus-one.ts'
export {
  type CountedStatement,
  countQueries,
  type ExpectedCount,
  expectQueryCount,
  type QueryCount,
} from './query-count.ts'
