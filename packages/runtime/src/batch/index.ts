export type { Queryable } from '../queryable.ts'
export type { Key, KeyValue } from './key.ts'
export {
  type AnyOptions,
  type ColumnOptions,
  createLoader,
  type Loader,
  type LoaderOptions,
  type LoadOptions,
} from './loader.ts'
export type { KeyColumn, LoaderOrder } from './statement.ts'
