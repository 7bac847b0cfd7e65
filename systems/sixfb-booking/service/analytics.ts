import type { Connection } from 'pgwright'
import type { Period, TenantCall } from './tenant.ts'

export type AnalyticsCall = TenantCall & Period

const completed = `status = 'completed' and created_at >= $1 and created_at < $2`
const mostShown = 10

/** The shop's analytics: a query for each tile of the page, five of them over all payments. */
export async function analyticsNaive(db: Connection, { from, before }: AnalyticsCall) {
  const period = [from, before]
  const [count] = await db.query<{ transactions: number }>(
    `select count(*)::integer as transactions from payments where ${completed}`,
    period,
  )
  const [totals] = await db.query<{ revenue: string; average: string | null }>(
    `select coalesce(sum(amount), 0)::text as revenue, round(avg(amount), 2)::text as average
     from payments where ${completed}`,
    period,
  )
  const days = await db.query(
    `select date(created_at)::text as day, sum(amount)::text as revenue, count(*)::integer as transactions
     from payments where ${completed} group by date(created_at) order by 1`,
    period,
  )
  const weeks = await db.query(
    `select date_trunc('week', created_at)::date::text as week, sum(amount)::text as revenue,
       count(*)::integer as transactions
     from payments where ${completed} group by date_trunc('week', created_at) order by 1`,
    period,
  )
  const barbers = await db.query(
    `select barber_id as "barberId", sum(amount)::text as revenue,
       round(sum(amount * commission_rate), 2)::text as commission
     from payments where ${completed} group by barber_id order by barber_id`,
    period,
  )
  const clients = await db.query<{ last_visit: Date | null }>('select * from clients')
  const active = clients.filter(({ last_visit }) => last_visit !== null && last_visit >= new Date(from)).length
  const accounts = await db.query<{ id: number; name: string; lifetime_value: string }>(
    `select * from users where unified_role = 'CLIENT' order by lifetime_value desc, id`,
  )
  return {
    revenue: { ...totals, ...count },
    days,
    weeks,
    barbers,
    clients: { total: clients.length, active },
    best: accounts
      .slice(0, mostShown)
      .map(({ id, name, lifetime_value }) => ({ id, name, lifetimeValue: lifetime_value })),
  }
}

const analyticsSql = `
  with paid as materialized (
    select (created_at at time zone 'UTC')::date as day, barber_id, sum(amount) as revenue, count(*) as transactions,
      sum(amount * commission_rate) as commission
    from payments
    where ${completed}
    group by 1, 2
  ),
  daily as (
    select day, sum(revenue) as revenue, sum(transactions)::integer as transactions from paid group by 1
  ),
  weekly as (
    select date_trunc('week', day::timestamp)::date as week, sum(revenue) as revenue,
      sum(transactions)::integer as transactions
    from daily group by 1
  ),
  by_barber as (
    select barber_id, sum(revenue) as revenue, round(sum(commission), 2) as commission from paid group by 1
  ),
  best as (
    select id, name, lifetime_value from users where unified_role = 'CLIENT' order by lifetime_value desc, id limit $3
  )
  select
    (select json_build_object('revenue', coalesce(sum(revenue), 0)::text,
       'average', round(sum(revenue) / sum(transactions), 2)::text,
       'transactions', coalesce(sum(transactions), 0)::integer) from daily) as revenue,
    (select coalesce(json_agg(json_build_object('day', day, 'revenue', revenue::text, 'transactions', transactions)
       order by day), '[]') from daily) as days,
    (select coalesce(json_agg(json_build_object('week', week, 'revenue', revenue::text, 'transactions', transactions)
       order by week), '[]') from weekly) as weeks,
    (select coalesce(json_agg(json_build_object('barberId', barber_id, 'revenue', revenue::text,
       'commission', commission::text) order by barber_id), '[]') from by_barber) as barbers,
    (select json_build_object('total', count(*), 'active', count(*) filter (where last_visit >= $1))
       from clients) as clients,
    (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'lifetimeValue', lifetime_value::text)
       order by lifetime_value desc, id), '[]') from best) as best`

/** All tiles in one statement, from payments that are read and added up once. */
export async function analytics(db: Connection, { from, before }: AnalyticsCall) {
  const [page] = await db.query<Awaited<ReturnType<typeof analyticsNaive>>>(analyticsSql, [from, before, mostShown])
  if (page === undefined) throw new Error('The analytics are one row of aggregates, and the server returned none')
  const { revenue, days, weeks, barbers, clients, best } = page
  return { revenue, days, weeks, barbers, clients, best }
}
