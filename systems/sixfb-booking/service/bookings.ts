import type { Connection } from 'pgwright'
import { isFree, type SlotCall } from './conflicts.ts'
import { type BarberCall, inTenant } from './tenant.ts'

export interface Booking extends SlotCall {
  readonly clientId: number
  readonly serviceId: number
  readonly serviceName: string
  readonly price: number
}

/** Another appointment of the barber is in the way: a violated exclusion constraint. */
const exclusionViolation = '23P01'

/**
 * The barber's row is locked before the appointment is written, so that bookings of one barber take their turn. Without
 * that two at once can each find the other's entry in the constraint's index and wait for it: a deadlock, which costs
 * a second to find.
 */
export const bookSql = `
  with barber as (select id from users where id = $1 for no key update)
  insert into appointments (
    organization_id, barber_id, start_time, end_time, client_id, service_id, service_name, price, status
  )
  select $4, id, $2, $3, $5, $6, $7, $8, 'pending' from barber
  returning id`

/** Writes an appointment down, without asking first: the constraint decides. @throws SQLSTATE 23P01 for a taken time */
export async function writeBooking(db: Connection, booking: Booking): Promise<string> {
  const { organizationId, barberId, clientId, serviceId, serviceName, from, before, price } = booking
  const [row] = await db.query<{ id: string }>(bookSql, [
    barberId,
    from,
    before,
    organizationId,
    clientId,
    serviceId,
    serviceName,
    price,
  ])
  if (row === undefined) throw new Error(`There is no barber ${barberId} in this shop`)
  return row.id
}

/**
 * Books a time. Asking first is for the client, who mostly learns from it that the time is taken; who comes between the
 * two is kept out by the constraint.
 *
 * @returns the appointment's id; null where the time is taken
 */
export async function book(db: Connection, booking: Booking): Promise<string | null> {
  try {
    return await inTenant(db, booking.organizationId, async () =>
      (await isFree(db, booking)) ? await writeBooking(db, booking) : null,
    )
  } catch (error) {
    if ((error as { code?: string }).code === exclusionViolation) return null
    throw error
  }
}

export interface NextCall extends BarberCall {
  /** Of the barber's appointments from here on the first one is meant. */
  readonly from: string
}

const next = (status: string) => `
  select id from appointments
  where barber_id = $1 and status = '${status}' and start_time >= $2
  order by start_time, id
  limit 1
  for no key update skip locked`

/** The barber says yes to the next one who waits for an answer. */
export async function confirmNext(db: Connection, { barberId, from }: NextCall): Promise<void> {
  await db.query(`update appointments set status = 'confirmed', updated_at = now() where id = (${next('pending')})`, [
    barberId,
    from,
  ])
}

/** The client of the next appointment calls it off. */
export async function cancelNext(db: Connection, { barberId, from }: NextCall): Promise<void> {
  await db.query(
    `update appointments
     set status = 'cancelled', cancelled_at = now(), cancellation_reason = 'Client asked', updated_at = now()
     where id = (${next('confirmed')})`,
    [barberId, from],
  )
}

export interface Checkout extends NextCall {
  /** The user whose account takes the money. */
  readonly accountId: number
}

/** The next client is done and pays. */
export async function completeNext(db: Connection, { organizationId, barberId, from, accountId }: Checkout) {
  const [done] = await db.query<{ id: string }>(
    `update appointments set status = 'completed', updated_at = now() where id = (${next('confirmed')}) returning id`,
    [barberId, from],
  )
  if (done === undefined) return
  await db.query(
    `insert into payments (
       organization_id, user_id, barber_id, appointment_id, payment_type, status, method, amount, commission_rate,
       created_at
     )
     select $1, $2, barber_id, id, 'charge', 'completed', 'card', price, 0.5, end_time from appointments where id = $3`,
    [organizationId, accountId, done.id],
  )
}

export interface NewClient extends BarberCall {
  readonly name: string
  readonly phone: string
}

export async function addClient(db: Connection, { organizationId, barberId, name, phone }: NewClient): Promise<void> {
  await db.query('insert into clients (organization_id, user_id, name, phone) values ($1, $2, $3, $4)', [
    organizationId,
    barberId,
    name,
    phone,
  ])
}
