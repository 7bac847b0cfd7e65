import type { Connection } from 'pgwright'
import type { Period, TenantCall } from './tenant.ts'

export interface RevenueCall extends TenantCall, Period {
  /** Whose account the money goes to. */
  readonly userId: number
}

interface Sum {
  readonly revenue: string
  readonly transactions: number
  readonly average: string | null
}

const completed = `status = 'completed' and user_id = $1 and created_at >= $2 and created_at < $3`
const sums = `sum(amount)::text as revenue, count(*)::integer as transactions, round(avg(amount), 2)::text as average`

/** The seed's analytics service: one more `group by` for each grain that is shown, each over all payments. */
export const revenueReportNaiveSql = {
  days: `select date(created_at)::text as day, ${sums} from payments where ${completed} group by date(created_at) order by 1`,
  weeks: `select date_trunc('week', created_at)::date::text as week, ${sums}
    from payments where ${completed} group by date_trunc('week', created_at) order by 1`,
  summary: `select ${sums} from payments where ${completed}`,
}

export async function revenueReportNaive(db: Connection, { userId, from, before }: RevenueCall) {
  const call = [userId, from, before]
  const days = await db.query<Sum & { day: string }>(revenueReportNaiveSql.days, call)
  const weeks = await db.query<Sum & { week: string }>(revenueReportNaiveSql.weeks, call)
  const [summary] = await db.query<Sum>(revenueReportNaiveSql.summary, call)
  return { days, weeks, summary: { ...summary, activeDays: days.length } }
}

/**
 * Payments are read once, and weeks and the summary are made from the days. The overall average is that of the
 * transactions: the seed's average of the days' averages gives a day with one cut the weight of a Saturday.
 */
export const revenueReportSql = `
  with daily as (
    select
      (created_at at time zone 'UTC')::date as day, sum(amount) as revenue, count(*)::integer as transactions
    from payments
    where ${completed}
    group by 1
  ),
  weekly as (
    select
      date_trunc('week', day::timestamp)::date as week, sum(revenue) as revenue, sum(transactions)::integer as transactions
    from daily
    group by 1
  )
  select
    (select coalesce(json_agg(json_build_object('day', day, 'revenue', revenue::text, 'transactions', transactions,
       'average', round(revenue / transactions, 2)::text) order by day), '[]') from daily) as days,
    (select coalesce(json_agg(json_build_object('week', week, 'revenue', revenue::text, 'transactions', transactions,
       'average', round(revenue / transactions, 2)::text) order by week), '[]') from weekly) as weeks,
    (select json_build_object('revenue', sum(revenue)::text, 'transactions', coalesce(sum(transactions), 0)::integer,
       'average', round(sum(revenue) / sum(transactions), 2)::text, 'activeDays', count(*)) from daily) as summary`

export async function revenueReport(db: Connection, { userId, from, before }: RevenueCall) {
  const [report] = await db.query<{ days: unknown; weeks: unknown; summary: unknown }>(revenueReportSql, [
    userId,
    from,
    before,
  ])
  return { days: report?.days, weeks: report?.weeks, summary: report?.summary }
}
