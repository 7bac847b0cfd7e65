import type { Connection } from 'pgwright'
import type { BarberCall, TenantCall } from './tenant.ts'

export interface DayCall extends TenantCall {
  /** `2025-07-30`. */
  readonly day: string
}

export type ScheduleCall = BarberCall & DayCall

interface AppointmentRow {
  readonly id: string
  readonly client_id: number | null
  readonly service_id: number | null
  readonly service_name: string
  readonly status: string
  readonly start_time: unknown
  readonly end_time: unknown
  readonly price: string
}

interface PaymentRow {
  readonly status: string
  readonly amount: string
}

/** An appointment can have several payments. The one that is shown is its newest charge: an earlier one has failed. */
export const paymentOfOneSql = `
  select * from payments
  where appointment_id = $1 and payment_type = 'charge'
  order by created_at desc, id desc
  limit 1`

/** Of an appointment `a`, at most one row: a plain join, as in the seed, would repeat an appointment that has more. */
const paymentLateral = `
  left join lateral (
    select status, amount
    from payments
    where appointment_id = a.id and payment_type = 'charge'
    order by created_at desc, id desc
    limit 1
  ) as p on true`

/** A barber's day, by a function of the start that no index has, with client and payment asked for line by line. */
export async function dailyScheduleNaive(db: Connection, { barberId, day }: ScheduleCall) {
  const appointments = await db.query<AppointmentRow>(
    'select * from appointments where barber_id = $1 and date(start_time) = $2 order by start_time, id',
    [barberId, day],
  )
  const list = []
  for (const appointment of appointments) {
    const [client] = await db.query<ClientRow>('select * from clients where id = $1', [appointment.client_id])
    const [payment] = await db.query<PaymentRow>(paymentOfOneSql, [appointment.id])
    list.push(scheduleLine(appointment, client, payment?.status ?? null))
  }
  return list
}

interface ClientRow {
  readonly name: string
  readonly phone: string
}

const dailyScheduleSql = `
  select
    a.id, a.start_time, a.end_time, a.status, a.service_name, a.price, c.name as client_name, c.phone as client_phone,
    p.status as payment_status
  from appointments a
  left join clients c on c.id = a.client_id
  ${paymentLateral}
  where a.barber_id = $1
    and a.start_time >= $2::date::timestamp at time zone 'UTC'
    and a.start_time < ($2::date + 1)::timestamp at time zone 'UTC'
  order by a.start_time, a.id`

export async function dailySchedule(db: Connection, { barberId, day }: ScheduleCall) {
  const appointments = await db.query<
    AppointmentRow & { client_name: string; client_phone: string; payment_status: string | null }
  >(dailyScheduleSql, [barberId, day])
  return appointments.map((appointment) =>
    scheduleLine(
      appointment,
      { name: appointment.client_name, phone: appointment.client_phone },
      appointment.payment_status,
    ),
  )
}

/** The seed's N+1: three more queries for each appointment of the shop's day. */
export async function shopDayNaive(db: Connection, { day }: DayCall) {
  const appointments = await db.query<AppointmentRow>(
    `select * from appointments
     where start_time >= $1::date::timestamp at time zone 'UTC'
       and start_time < ($1::date + 1)::timestamp at time zone 'UTC'
     order by start_time, id`,
    [day],
  )
  const list = []
  for (const appointment of appointments) {
    const [payment] = await db.query<PaymentRow>(paymentOfOneSql, [appointment.id])
    const [client] = await db.query<ClientRow>('select * from clients where id = $1', [appointment.client_id])
    const [service] = await db.query<{ name: string }>('select * from services where id = $1', [appointment.service_id])
    list.push(dayLine(appointment, client?.name ?? null, service?.name ?? null, payment?.amount ?? null))
  }
  return list
}

export const shopDaySql = `
  select
    a.id, a.start_time, a.status, c.name as client_name, s.name as current_service_name, p.amount as paid
  from appointments a
  left join clients c on c.id = a.client_id
  left join services s on s.id = a.service_id
  ${paymentLateral}
  where a.start_time >= $1::date::timestamp at time zone 'UTC'
    and a.start_time < ($1::date + 1)::timestamp at time zone 'UTC'
  order by a.start_time, a.id`

export async function shopDay(db: Connection, { day }: DayCall) {
  const appointments = await db.query<
    AppointmentRow & { client_name: string | null; current_service_name: string | null; paid: string | null }
  >(shopDaySql, [day])
  return appointments.map((appointment) =>
    dayLine(appointment, appointment.client_name, appointment.current_service_name, appointment.paid),
  )
}

function scheduleLine(appointment: AppointmentRow, client: ClientRow | undefined, paymentStatus: string | null) {
  const { id, start_time, end_time, status, service_name, price } = appointment
  return {
    id,
    startTime: start_time,
    endTime: end_time,
    status,
    serviceName: service_name,
    price,
    clientName: client?.name ?? null,
    clientPhone: client?.phone ?? null,
    paymentStatus,
  }
}

function dayLine(
  { id, start_time, status }: AppointmentRow,
  clientName: string | null,
  serviceName: string | null,
  paid: string | null,
) {
  return { id, startTime: start_time, status, clientName, serviceName, paid }
}
