import type { Connection } from 'pgwright'
import { related, relatedById } from './relations.ts'
import type { TenantCall } from './tenant.ts'

interface BookingRow {
  readonly id: string
  readonly instructorId: string
  readonly studentId: string
  readonly serviceId: string
  readonly status: string
  readonly startAt: Date
}

/** How far a user leafs. */
export interface WalkCall extends TenantCall {
  readonly pages: number
}

export interface DayCall extends TenantCall {
  /** Its first moment, and that of the next day. */
  readonly from: string
  readonly before: string
}

/** A booking after which the next page begins. */
export interface Cursor {
  readonly startAt: Date
  readonly id: string
}

/** The seed's `limit = 20`. */
export const pageSize = 20

const pageColumns = '"id", "studentId", "status", "startAt"'

/**
 * The seed's getBookingsBad. The seed sorts by nothing; by what its other form sorts, and by id where that ties, so that
 * there is one right answer.
 */
export async function bookingsByOffset(db: Connection, { orgId }: TenantCall, page: number) {
  const rows = await db.query<BookingRow>(
    `select * from "Booking" where "orgId" = $1 order by "startAt" desc, "id" desc limit $2 offset $3`,
    [orgId, pageSize, (page - 1) * pageSize],
  )
  return rows.map(pageItem)
}

/**
 * The page after a cursor. The cursor holds all that the page is sorted by: with the id alone, as the seed has it, a page
 * repeats or skips bookings that begin at the same time.
 */
export async function bookingsAfter(db: Connection, cursor: Cursor | null) {
  const after = cursor === null ? '' : 'where ("startAt", "id") < ($2, $3)'
  const rows = await db.query<BookingRow>(
    `select ${pageColumns} from "Booking" ${after} order by "startAt" desc, "id" desc limit $1`,
    cursor === null ? [pageSize] : [pageSize, cursor.startAt, cursor.id],
  )
  return rows.map(pageItem)
}

/** A user who leafs through the bookings, newest first, as far as there are any. Only such a walk has each page's cursor. */
export async function bookingPagesNaive(db: Connection, call: WalkCall) {
  const pages = []
  for (let page = 1; page <= call.pages; page++) {
    const bookings = await bookingsByOffset(db, call, page)
    pages.push(bookings)
    if (bookings.length < pageSize) break
  }
  return pages
}

export async function bookingPages(db: Connection, call: WalkCall) {
  const pages = []
  let cursor: Cursor | null = null
  for (let page = 1; page <= call.pages; page++) {
    const bookings: Awaited<ReturnType<typeof bookingsAfter>> = await bookingsAfter(db, cursor)
    pages.push(bookings)
    if (bookings.length < pageSize) break
    cursor = bookings.at(-1) ?? null
  }
  return pages
}

function pageItem({ id, studentId, status, startAt }: BookingRow) {
  return { id, studentId, status, startAt }
}

/** The seed's getBookingListBad: every booking of the school with all that hangs on it, and one query for each relation. */
export async function bookingListNaive(db: Connection, { orgId }: TenantCall) {
  const bookings = await db.query<BookingRow>(
    `select * from "Booking" where "orgId" = $1 order by "startAt" desc, "id" desc`,
    [orgId],
  )
  const students = await relatedById<{ id: string; fullName: string }>(
    db,
    'Student',
    bookings.map((b) => b.studentId),
  )
  await related(db, 'Guardian', 'studentId', students.keys())
  const instructors = await instructorsOf(db, bookings)
  const services = await relatedById<{ id: string; name: string }>(
    db,
    'Service',
    bookings.map((b) => b.serviceId),
  )
  const lessons = await related<{ id: string }>(
    db,
    'Lesson',
    'bookingId',
    bookings.map((b) => b.id),
  )
  await related(
    db,
    'Trip',
    'lessonId',
    lessons.map(({ id }) => id),
  )
  return bookings.map((booking) =>
    listItem(booking, {
      fullName: students.get(booking.studentId)?.fullName ?? '',
      displayName: instructors.get(booking.instructorId)?.displayName ?? '',
      name: services.get(booking.serviceId)?.name ?? '',
    }),
  )
}

/**
 * Left joins, though nothing is missing: the planner takes the policies of the tables for independent, and expects each
 * inner join to lose nine of ten rows of a large school.
 */
export async function bookingList(db: Connection) {
  const rows = await db.query<BookingRow & Names>(
    `select b."id", b."startAt", b."status", b."studentId", b."instructorId", b."serviceId",
       s."fullName", i."displayName", v."name"
     from "Booking" b
     left join "Student" s on s."id" = b."studentId"
     left join "Instructor" i on i."id" = b."instructorId"
     left join "Service" v on v."id" = b."serviceId"
     order by b."startAt" desc, b."id" desc`,
  )
  return rows.map((row) => listItem(row, row))
}

interface Names {
  readonly fullName: string
  readonly displayName: string
  readonly name: string
}

function listItem(booking: BookingRow, { fullName, displayName, name }: Names) {
  return {
    id: booking.id,
    startAt: booking.startAt,
    status: booking.status,
    student: { id: booking.studentId, fullName },
    instructor: { id: booking.instructorId, displayName },
    service: { id: booking.serviceId, name },
  }
}

interface InstructorRow {
  readonly id: string
  readonly displayName: string
  readonly active: boolean
}

function instructorsOf(db: Connection, bookings: readonly BookingRow[]) {
  return relatedById<InstructorRow>(
    db,
    'Instructor',
    bookings.map(({ instructorId }) => instructorId),
  )
}

/** The seed's getActiveInstructorBookingsBad: the day's bookings of all instructors, sorted out here. */
export async function activeInstructorDayNaive(db: Connection, { orgId, from, before }: DayCall) {
  const bookings = await db.query<BookingRow>(
    `select * from "Booking" where "orgId" = $1 and "startAt" >= $2 and "startAt" < $3 order by "startAt", "id"`,
    [orgId, from, before],
  )
  const instructors = await instructorsOf(db, bookings)
  const students = await relatedById<{ id: string; fullName: string }>(
    db,
    'Student',
    bookings.map((b) => b.studentId),
  )
  return bookings.flatMap((booking) => {
    const instructor = instructors.get(booking.instructorId)
    if (instructor?.active !== true) return []
    const fullName = students.get(booking.studentId)?.fullName ?? ''
    return [dayItem(booking, { displayName: instructor.displayName, fullName })]
  })
}

export async function activeInstructorDay(db: Connection, { from, before }: DayCall) {
  const rows = await db.query<BookingRow & Omit<Names, 'name'>>(
    `select b."id", b."startAt", b."status", b."studentId", b."instructorId", i."displayName", s."fullName"
     from "Booking" b
     join "Instructor" i on i."id" = b."instructorId" and i."active"
     left join "Student" s on s."id" = b."studentId"
     where b."startAt" >= $1 and b."startAt" < $2
     order by b."startAt", b."id"`,
    [from, before],
  )
  return rows.map((row) => dayItem(row, row))
}

function dayItem(booking: BookingRow, { displayName, fullName }: Omit<Names, 'name'>) {
  const { id, startAt, status } = booking
  return {
    id,
    startAt,
    status,
    instructor: { id: booking.instructorId, displayName },
    student: { id: booking.studentId, fullName },
  }
}
