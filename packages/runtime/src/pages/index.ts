export type { PageOrder } from './order.ts'
export { type Page, type PageOptions, page, type Queryable } from './page.ts'
export type { Total } from './total.ts'
