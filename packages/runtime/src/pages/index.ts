export type { Queryable } from '../queryable.ts'
export type { PageOrder } from './order.ts'
export { type Page, type PageOptions, page } from './page.ts'
export type { Total } from './total.ts'
