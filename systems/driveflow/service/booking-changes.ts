import type { Connection } from 'pgwright'
import type { TenantCall } from './tenant.ts'

export interface NewBooking {
  readonly instructorId: string
  readonly studentId: string
  readonly serviceId: string
  /** As ISO 8601. */
  readonly startAt: string
}

export interface BookingCall extends TenantCall {
  readonly booking: NewBooking
}

export interface CourseCall extends TenantCall {
  readonly bookings: readonly NewBooking[]
}

export interface StatusCall extends TenantCall {
  readonly bookingId: string
  readonly status: 'confirmed' | 'completed' | 'cancelled'
}

const columns = `"orgId", "instructorId", "studentId", "serviceId", "status", "startAt", "endAt", "priceCents"`

/** The seed's createBookingsSequentially: how many were made. */
export async function createBookingsNaive(db: Connection, { orgId, bookings }: CourseCall): Promise<number> {
  let made = 0
  for (const { instructorId, studentId, serviceId, startAt } of bookings) {
    const rows = await db.query(
      `insert into "Booking" (${columns})
       values ($1, $2, $3, $4, 'confirmed', $5, $5::timestamptz + interval '1 hour', 3600)
       returning *`,
      [orgId, instructorId, studentId, serviceId, startAt],
    )
    made += rows.length
  }
  return made
}

/** The seed's bulkCreateBookings, as one statement whatever their number, with keys in the order of time. */
export async function createBookings(db: Connection, { orgId, bookings }: CourseCall): Promise<number> {
  const rows = await db.query(
    `insert into "Booking" ("id", ${columns})
     select uuidv7(), $1::uuid, n."instructorId", n."studentId", n."serviceId", 'confirmed', n."startAt", n."startAt" + interval '1 hour', 3600
     from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[])
       as n ("instructorId", "studentId", "serviceId", "startAt")
     on conflict do nothing
     returning "id"`,
    [
      orgId,
      bookings.map(({ instructorId }) => instructorId),
      bookings.map(({ studentId }) => studentId),
      bookings.map(({ serviceId }) => serviceId),
      bookings.map(({ startAt }) => startAt),
    ],
  )
  return rows.length
}

/** A booking, what others are told of it, and who made it: all or nothing. */
export async function createBooking(db: Connection, { orgId, booking }: BookingCall): Promise<void> {
  await createBookings(db, { orgId, bookings: [booking] })
  await db.query(`insert into "Outbox" ("id", "topic", "payload") values (uuidv7(), 'booking.created', $1)`, [
    { orgId, ...booking },
  ])
  await db.query(
    `insert into "AuditLog" ("id", "orgId", "entityType", "entityId", "action", "changes")
     values (uuidv7(), $1, 'Instructor', $2, 'booked', $3)`,
    [orgId, booking.instructorId, booking],
  )
}

/** Refused, as no row, where the books of that time are closed. */
export async function changeBookingStatus(db: Connection, { bookingId, status }: StatusCall): Promise<void> {
  await db.query(
    `update "Booking" b
     set "status" = $2, "cancelledAt" = case when $2 = 'cancelled' then now() end, "updatedAt" = now()
     from "Organization" o
     where b."id" = $1 and o."id" = b."orgId" and b."startAt" >= o."booksClosedBefore"`,
    [bookingId, status],
  )
}
