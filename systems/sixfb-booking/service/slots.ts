import type { Connection } from 'pgwright'
import { isFreeNaive } from './conflicts.ts'
import type { BarberCall } from './tenant.ts'

export interface SlotsCall extends BarberCall {
  /** `2025-08-04`. */
  readonly day: string
  /** How long the service takes. */
  readonly minutes: number
}

interface Shift {
  readonly day_of_week: number
  /** Time of day, in UTC as all shops keep it. */
  readonly start_time: string
  readonly end_time: string
  readonly is_available: boolean
}

/** A slot begins at each full and half hour. */
const stepMs = 1_800_000

/** Loads the whole week's hours, and asks for each slot of the day whether something is in the way. */
export async function availableSlotsNaive(db: Connection, { organizationId, barberId, day, minutes }: SlotsCall) {
  const week = await db.query<Shift>('select * from barber_availability where user_id = $1', [barberId])
  const dayOfWeek = new Date(day).getUTCDay()
  const shifts = week.filter(({ day_of_week, is_available }) => day_of_week === dayOfWeek && is_available)
  const free: Date[] = []
  for (const { start_time, end_time } of shifts) {
    const last = Date.parse(`${day}T${end_time}Z`) - minutes * 60_000
    for (let start = Date.parse(`${day}T${start_time}Z`); start <= last; start += stepMs) {
      const [from, before] = [new Date(start), new Date(start + minutes * 60_000)]
      const slot = { organizationId, barberId, from: from.toISOString(), before: before.toISOString() }
      if (await isFreeNaive(db, slot)) free.push(from)
    }
  }
  return free.sort((a, b) => a.getTime() - b.getTime())
}

/** The day's bookings once, by bounds of their start, where the seed's `date(start_time) = …` fits no index. */
export const availableSlotsSql = `
  with booked as materialized (
    select start_time, end_time
    from appointments
    where barber_id = $1
      and status in ('confirmed', 'pending')
      and start_time > $2::date::timestamp at time zone 'UTC' - interval '8 hours'
      and start_time < ($2::date + 1)::timestamp at time zone 'UTC'
  )
  select slot
  from barber_availability a
  cross join lateral generate_series(
    ($2::date + a.start_time) at time zone 'UTC',
    ($2::date + a.end_time) at time zone 'UTC' - interval '1 minute' * $3,
    interval '30 minutes'
  ) as slot
  where a.user_id = $1
    and a.day_of_week = extract(dow from $2::date)::smallint
    and a.is_available
    and not exists (
      select from booked b where b.start_time < slot + interval '1 minute' * $3 and b.end_time > slot
    )
  order by slot`

export async function availableSlots(db: Connection, { barberId, day, minutes }: SlotsCall) {
  const slots = await db.query<{ slot: Date }>(availableSlotsSql, [barberId, day, minutes])
  return slots.map(({ slot }) => slot)
}
