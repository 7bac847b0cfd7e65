import type { Connection } from 'pgwright'

interface MonthRow {
  readonly barber_id: number
  readonly barber_name: string
  readonly month: string
  readonly total_appointments: number
  readonly total_revenue: string
  readonly unique_clients: number
  readonly avg_service_price: string
}

/** Of the barbers' completed appointments, by month; `which` says of which. */
export function monthsOf(which: string): string {
  return `
    select
      organization_id,
      barber_id,
      date_trunc('month', start_time at time zone 'UTC')::date as month,
      count(*)::integer as total_appointments,
      sum(price) as total_revenue,
      count(distinct client_id)::integer as unique_clients,
      round(avg(price), 2) as avg_service_price
    from public.appointments
    where status = 'completed'${which}
    group by organization_id, barber_id, month`
}

function named(months: string): string {
  return `
  select
    u.id as barber_id, u.name as barber_name, s.month::text, s.total_appointments, s.total_revenue, s.unique_clients,
    s.avg_service_price
  from (${months}) as s
  join users u on u.id = s.barber_id
  where u.unified_role in ('BARBER', 'SHOP_OWNER')
  order by u.id, s.month`
}

/** The query of the seed's view, asked anew each time. */
export const monthlyStatisticsNaiveSql = named(monthsOf(''))

/**
 * Months whose books are closed come from the view, the rest is counted. Up to when they are closed the view says
 * itself, so that a month is never in both or in neither while the view is refreshed.
 */
export const monthlyStatisticsSql = `
  with closed as materialized (select * from barber_closed_months)
  ${named(`
    select barber_id, month, total_appointments, total_revenue, unique_clients, avg_service_price from closed
    union all
    select barber_id, month, total_appointments, total_revenue, unique_clients, avg_service_price
    from (${monthsOf(` and start_time >= (select coalesce(max(closed_before), '-infinity') from closed)`)}) as open`)}`

export async function monthlyStatisticsNaive(db: Connection) {
  return copies(await db.query<MonthRow>(monthlyStatisticsNaiveSql))
}

export async function monthlyStatistics(db: Connection) {
  return copies(await db.query<MonthRow>(monthlyStatisticsSql))
}

function copies(rows: readonly MonthRow[]): readonly MonthRow[] {
  return rows.map((row) => ({ ...row }))
}
