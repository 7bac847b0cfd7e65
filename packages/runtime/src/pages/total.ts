import type { Queryable } from '../queryable.ts'
import type { Query } from './statement.ts'

/** Rows of the whole query. */
export interface Total {
  readonly rows: number
  /** False: the planner's guess from its statistics, which may be far off. */
  readonly exact: boolean
}

/** `estimate` costs a plan, about as much as a page; `exact` reads all rows. */
export async function totalOf(pool: Queryable, { text, values }: Query, kind: 'estimate' | 'exact'): Promise<Total> {
  const sql = kind === 'exact' ? `select count(*)::text from (${text}\n) q` : `explain (format json) ${text}`
  const { rows } = await pool.query<[unknown]>({ text: sql, values: [...values], rowMode: 'array' })
  const [answer] = rows[0] ?? []
  return kind === 'exact' ? { rows: Number(answer), exact: true } : { rows: planRows(answer), exact: false }
}

function planRows(answer: unknown): number {
  const plans = (typeof answer === 'string' ? JSON.parse(answer) : answer) as [{ Plan: { 'Plan Rows': number } }]
  return plans[0].Plan['Plan Rows']
}
