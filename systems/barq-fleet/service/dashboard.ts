import type { Connection } from 'pgwright'
import type { DayCall } from './cod.ts'
import { halalas, riyals } from './money.ts'

export interface DashboardCall extends DayCall {
  /** The 30 days that end with `day`, as instants. */
  readonly from: string
  readonly before: string
}

/** Fetches the list behind each figure and counts it here, one round trip after the other. */
export async function dashboardNaive(db: Connection, { day, from, before }: DashboardCall) {
  const couriers = await db.query<{ status: string; current_vehicle_id: number | null }>('select * from couriers')
  const vehicles = await db.query<{ status: string }>('select * from vehicles')
  const pending = await db.query(`select * from deliveries where status = 'pending'`)
  const recent = await db.query<{ status: string }>(
    'select * from deliveries where created_at >= $1 and created_at < $2',
    [from, before],
  )
  const owed = await db.query<{ amount: string }>(`select * from cod_transactions where status = 'pending'`)
  const tickets = await db.query(`select * from tickets where status in ('open', 'in_progress')`)
  const absent = await db.query(`select * from attendance where date = $1 and status = 'absent'`, [day])
  const active = couriers.filter(({ status }) => status === 'ACTIVE')
  return {
    activeCouriers: active.length,
    couriersWithoutVehicle: active.filter((courier) => courier.current_vehicle_id === null).length,
    activeVehicles: vehicles.filter(({ status }) => status === 'ACTIVE').length,
    pendingDeliveries: pending.length,
    recentDeliveries: recent.length,
    recentDelivered: recent.filter(({ status }) => status === 'delivered').length,
    codOwed: riyals(owed.reduce((sum, { amount }) => sum + halalas(amount), 0)),
    openTickets: tickets.length,
    absentToday: absent.length,
  }
}

interface DashboardRow {
  readonly active_couriers: number
  readonly couriers_without_vehicle: number
  readonly active_vehicles: number
  readonly pending_deliveries: number
  readonly recent_deliveries: number
  readonly recent_delivered: number
  readonly cod_owed: string
  readonly open_tickets: number
  readonly absent_today: number
}

/** Each `where` stands in a select of one table, so that a gate can name the tenant in each. */
export const dashboardSql = `
  select c.*, d.*,
    (select count(*)::integer from vehicles where status = 'ACTIVE') as active_vehicles,
    (select count(*)::integer from deliveries where status = 'pending') as pending_deliveries,
    (select coalesce(sum(amount), 0) from cod_transactions where status = 'pending') as cod_owed,
    (select count(*)::integer from tickets where status in ('open', 'in_progress')) as open_tickets,
    (select count(*)::integer from attendance where date = $1 and status = 'absent') as absent_today
  from (
    select
      count(*)::integer as active_couriers,
      (count(*) filter (where current_vehicle_id is null))::integer as couriers_without_vehicle
    from couriers
    where status = 'ACTIVE'
  ) as c
  cross join (
    select
      count(*)::integer as recent_deliveries,
      (count(*) filter (where status = 'delivered'))::integer as recent_delivered
    from deliveries
    where created_at >= $2 and created_at < $3
  ) as d`

export async function dashboard(db: Connection, { day, from, before }: DashboardCall) {
  const [row] = await db.query<DashboardRow>(dashboardSql, [day, from, before])
  if (row === undefined) throw new Error('The dashboard is one row of aggregates, and the server returned none')
  return {
    activeCouriers: row.active_couriers,
    couriersWithoutVehicle: row.couriers_without_vehicle,
    activeVehicles: row.active_vehicles,
    pendingDeliveries: row.pending_deliveries,
    recentDeliveries: row.recent_deliveries,
    recentDelivered: row.recent_delivered,
    codOwed: riyals(halalas(row.cod_owed)),
    openTickets: row.open_tickets,
    absentToday: row.absent_today,
  }
}
