import { barrierView, grantSelect, index, materializedView } from '@pgwright/system-frame'
import type { DeclaredChange } from 'pgwright'
import { availabilitySql } from './service/availability.ts'
import { statisticsOfTenant, statisticsSql } from './service/statistics.ts'
import { serviceRole } from './tenancy.ts'

/** The largest schools, whose lists are the longest. */
const largest = `(
  select "orgId", count(*) as bookings from "Booking" group by "orgId" order by count(*) desc, "orgId" limit 3
)`

const page = `select "id", "studentId", "status", "startAt" from "Booking"`
const order = `order by "startAt" desc, "id" desc limit 20`

/** A page from the middle of the list, asked for by its number and by the booking that stands before it. */
const keysetPage: DeclaredChange = {
  name: 'keyset-page',
  kind: 'rewrite-query',
  schema: 'public',
  table: 'Booking',
  steps: [],
  forms: {
    before: [{ sql: `${page} ${order} offset $1`, times: null }],
    after: [{ sql: `${page} where ("startAt", "id") < ($2, $3) ${order}`, times: null }],
    values: `
      select l."orgId" as "app.org_id", l.bookings / 2 as skipped, b."startAt", b."id"
      from ${largest} as l
      cross join lateral (
        select "startAt", "id" from "Booking" where "orgId" = l."orgId"
        order by "startAt" desc, "id" desc offset l.bookings / 2 - 1 limit 1
      ) as b`,
    role: serviceRole,
  },
  reason: 'A page by offset reads all pages before it; a page after a cursor reads itself.',
}

const bookingColumns = `("orgId", "instructorId", "studentId", "serviceId", "status", "startAt", "endAt", "priceCents")`

/** @param lesson which one of the course, from 1 */
function lessonOfCourse(lesson: string): string {
  const begins = `timestamptz '2025-05-05 09:00+00' + interval '7 days' * ${lesson}`
  return `$1::uuid, $2::uuid, $3::uuid, $4::uuid, 'confirmed', ${begins}, ${begins} + interval '1 hour', 3600`
}

const batchedInsert: DeclaredChange = {
  name: 'course-in-one-statement',
  kind: 'rewrite-query',
  schema: 'public',
  table: 'Booking',
  steps: [],
  forms: {
    before: [
      {
        sql: `insert into "Booking" ${bookingColumns} values (${lessonOfCourse('$5::integer')}) returning *`,
        times: 50,
      },
    ],
    after: [
      {
        sql: `insert into "Booking" ${bookingColumns} select ${lessonOfCourse('lesson')}
          from generate_series(1, 50) as lesson returning "id"`,
        times: null,
      },
    ],
    values: `
      select l."orgId" as "app.org_id", l."orgId", b."instructorId", b."studentId", b."serviceId"
      from ${largest} as l
      cross join lateral (select * from "Booking" where "orgId" = l."orgId" order by "id" limit 1) as b`,
    role: serviceRole,
  },
  reason: 'Fifty lessons of a course are booked in one round trip.',
}

const shown = 'id, display_name, total_bookings, completed_bookings, avg_rating, total_earnings_cents'

/**
 * A materialized view knows no policies, so the service may not read it, but a view that shows a tenant its own part.
 * Unique, its index lets it be refreshed while others read it.
 */
const instructorStats: DeclaredChange = {
  name: 'instructor-stats',
  kind: 'create-view',
  schema: 'public',
  table: 'Instructor',
  steps: [
    materializedView('instructor_stats', statisticsSql),
    index({
      table: 'instructor_stats',
      name: 'idx_instructor_stats_org',
      unique: true,
      on: 'using btree (org_id, id)',
    }),
    barrierView('instructor_statistics', statisticsOfTenant),
    grantSelect('instructor_statistics', serviceRole),
  ],
  forms: {
    before: [{ sql: `select ${shown} from (${statisticsSql}) as s`, times: null }],
    after: [{ sql: `select ${shown} from instructor_statistics`, times: null }],
    values: `select "orgId" as "app.org_id" from ${largest} as l`,
    role: serviceRole,
  },
  reason: 'Statistics of closed months are added up once a month and not for each request.',
}

/**
 * The seed's index for what it calls the hot path. The table is small, so in the planner's units its scan costs next to
 * nothing, and nobody would advise an index; but every booking begins with this question.
 */
const weeklyHours: DeclaredChange = {
  name: 'index-weekly-hours',
  kind: 'create-index',
  schema: 'public',
  table: 'InstructorAvailability',
  steps: [
    index({
      table: 'InstructorAvailability',
      name: 'idx_availability_instructor_day',
      on: 'using btree ("instructorId", "dayOfWeek")',
    }),
  ],
  forms: {
    before: [{ sql: availabilitySql, times: null }],
    after: [{ sql: availabilitySql, times: null }],
    values: `
      select l."orgId" as "app.org_id", i."id", extract(dow from d.date)::integer as weekday, d.date::date,
        d.date as "from", d.date + interval '1 day' as "before"
      from ${largest} as l
      cross join lateral (select "id" from "Instructor" where "orgId" = l."orgId" order by "id" limit 1) as i
      cross join (values (timestamptz '2025-02-20 00:00+00')) as d (date)`,
    role: serviceRole,
  },
  reason: 'The weekly hours of an instructor are found without reading those of all others.',
}

const week = `select "id", "startAt", "status" from "Booking" where "startAt" >= $1 and "startAt" < $2 order by "startAt", "id"`

/**
 * The advice goes by the largest schools, for which an index on the start alone is nearly as good. For a school of usual
 * size it leads through everybody's bookings.
 */
const bookingsOfSchool: DeclaredChange = {
  name: 'index-bookings-of-school',
  kind: 'create-index',
  schema: 'public',
  table: 'Booking',
  steps: [index({ table: 'Booking', name: 'idx_booking_org_start', on: 'using btree ("orgId", "startAt")' })],
  forms: {
    before: [{ sql: week, times: null }],
    after: [{ sql: week, times: null }],
    values: `
      (select timestamptz '2025-02-03 00:00+00' as "from", timestamptz '2025-02-10 00:00+00' as "before",
        "orgId" as "app.org_id" from ${largest} as l)
      union all
      (select timestamptz '2025-02-03 00:00+00', timestamptz '2025-02-10 00:00+00', "orgId"
        from "Booking" group by "orgId" order by count(*), "orgId" limit 2)`,
    role: serviceRole,
  },
  reason: 'A week of a school is found in its own bookings, however large the others are.',
}

export const changes: readonly DeclaredChange[] = [
  keysetPage,
  batchedInsert,
  instructorStats,
  weeklyHours,
  bookingsOfSchool,
]
