import type { Connection } from 'pgwright'
import type { BarberCall, Period } from './tenant.ts'

export type DashboardCall = BarberCall & Period

interface Dashboard {
  readonly total_appointments: number
  readonly total_revenue: string
  readonly avg_service_price: string | null
  readonly unique_clients: number
  readonly total_clients: number
  readonly active_clients: number
  readonly avg_client_value: string | null
}

const inPeriod = 'barber_id = $1 and start_time >= $2 and start_time < $3'

/** The seed's dashboard: a query for each figure on it. */
export async function userDashboardNaive(
  db: Connection,
  { barberId, from, before }: DashboardCall,
): Promise<Dashboard> {
  const period = [barberId, from, before]
  const one = async <Value>(sql: string, values: readonly unknown[]): Promise<Value> => {
    const [row] = await db.query<{ value: Value }>(sql, values)
    if (row === undefined) throw new Error('An aggregate is one row, and the server returned none')
    return row.value
  }
  return {
    total_appointments: await one(`select count(*)::integer as value from appointments where ${inPeriod}`, period),
    total_revenue: await one(
      `select coalesce(sum(price), 0)::text as value from appointments where ${inPeriod} and status = 'completed'`,
      period,
    ),
    avg_service_price: await one(
      `select round(avg(price), 2)::text as value from appointments where ${inPeriod} and status = 'completed'`,
      period,
    ),
    unique_clients: await one(
      `select count(distinct client_id)::integer as value from appointments where ${inPeriod}`,
      period,
    ),
    total_clients: await one('select count(*)::integer as value from clients where user_id = $1', [barberId]),
    active_clients: await one(
      'select count(*)::integer as value from clients where user_id = $1 and last_visit >= $2',
      [barberId, from],
    ),
    avg_client_value: await one('select round(avg(total_spent), 2)::text as value from clients where user_id = $1', [
      barberId,
    ]),
  }
}

/** The seed's statement, with a period that ends before a moment: its `<= end_date` loses the last day. */
const userDashboardSql = `
  with revenue_metrics as (
    select
      count(*)::integer as total_appointments,
      coalesce(sum(price) filter (where status = 'completed'), 0)::text as total_revenue,
      round(avg(price) filter (where status = 'completed'), 2)::text as avg_service_price,
      count(distinct client_id)::integer as unique_clients
    from appointments
    where ${inPeriod}
  ),
  client_metrics as (
    select
      count(*)::integer as total_clients,
      count(*) filter (where last_visit >= $2)::integer as active_clients,
      round(avg(total_spent), 2)::text as avg_client_value
    from clients
    where user_id = $1
  )
  select * from revenue_metrics, client_metrics`

export async function userDashboard(db: Connection, { barberId, from, before }: DashboardCall): Promise<Dashboard> {
  const [row] = await db.query<Dashboard>(userDashboardSql, [barberId, from, before])
  if (row === undefined) throw new Error('The dashboard is one row of aggregates, and the server returned none')
  return { ...row }
}
