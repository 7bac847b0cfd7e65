import type { Connection } from 'pgwright'
import { related, relatedById } from './relations.ts'
import type { TenantCall } from './tenant.ts'

export interface StudentCall extends TenantCall {
  readonly studentId: string
}

interface BookingRow {
  readonly id: string
  readonly instructorId: string
  readonly serviceId: string
  readonly status: string
  readonly startAt: Date
}

interface Details {
  readonly displayName: string
  readonly name: string
  readonly rating: number | null
}

const historySize = 50

/** The newest bookings of a learner with `include`: four queries, and every column of each table. */
export async function studentHistoryNaive(db: Connection, { orgId, studentId }: StudentCall) {
  const bookings = await db.query<BookingRow>(
    `select * from "Booking" where "orgId" = $1 and "studentId" = $2 order by "startAt" desc, "id" desc limit $3`,
    [orgId, studentId, historySize],
  )
  const instructors = await relatedById<{ id: string; displayName: string }>(
    db,
    'Instructor',
    bookings.map(({ instructorId }) => instructorId),
  )
  const services = await relatedById<{ id: string; name: string }>(
    db,
    'Service',
    bookings.map(({ serviceId }) => serviceId),
  )
  const lessons = await related<{ bookingId: string; rating: number | null }>(
    db,
    'Lesson',
    'bookingId',
    bookings.map(({ id }) => id),
  )
  const ratings = new Map(lessons.map(({ bookingId, rating }) => [bookingId, rating]))
  return bookings.map((booking) =>
    historyItem(booking, {
      displayName: instructors.get(booking.instructorId)?.displayName ?? '',
      name: services.get(booking.serviceId)?.name ?? '',
      rating: ratings.get(booking.id) ?? null,
    }),
  )
}

export async function studentHistory(db: Connection, { studentId }: StudentCall) {
  const rows = await db.query<BookingRow & Details>(
    `select b."id", b."startAt", b."status", i."displayName", v."name", l."rating"
     from "Booking" b
     left join "Instructor" i on i."id" = b."instructorId"
     left join "Service" v on v."id" = b."serviceId"
     left join "Lesson" l on l."bookingId" = b."id"
     where b."studentId" = $1
     order by b."startAt" desc, b."id" desc
     limit $2`,
    [studentId, historySize],
  )
  return rows.map((row) => historyItem(row, row))
}

function historyItem({ id, startAt, status }: BookingRow, { displayName, name, rating }: Details) {
  return { id, startAt, status, instructor: displayName, service: name, rating }
}
