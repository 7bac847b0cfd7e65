import { tenantCondition } from '@pgwright/system-frame'
import type { Connection } from 'pgwright'
import { tenancy } from '../tenancy.ts'

/** What `numeric` and `bigint` arrive as is text; the counts and sums of an instructor fit a double. */
interface StatisticsRow {
  readonly id: string
  readonly display_name: string
  readonly total_bookings: string
  readonly completed_bookings: string
  readonly avg_rating: string | null
  readonly total_earnings_cents: string
}

/**
 * The seed's statistics under its own column names, of the months whose books are closed: of these nothing changes any
 * more, so what a view of them says is right until the next close, after which it is refreshed.
 *
 * Each child is added up before it is joined. Joined first, as in the seed, every booking of an instructor meets every
 * payout, and both are counted as often.
 */
export const statisticsSql = `select i."id", i."orgId" as org_id, i."displayName" as display_name,
  coalesce(b.total_bookings, 0) as total_bookings,
  coalesce(b.completed_bookings, 0) as completed_bookings,
  b.avg_rating,
  coalesce(p.total_earnings_cents, 0) as total_earnings_cents
from "Instructor" i
left join (
  select b."instructorId",
    count(*) as total_bookings,
    count(*) filter (where b."status" = 'completed') as completed_bookings,
    round(avg(l."rating"), 2) as avg_rating
  from "Booking" b
  join "Organization" o on o."id" = b."orgId"
  left join "Lesson" l on l."bookingId" = b."id"
  where b."startAt" < o."booksClosedBefore"
  group by b."instructorId"
) as b on b."instructorId" = i."id"
left join (
  select p."instructorId", sum(p."amount_cents") as total_earnings_cents
  from "Payout" p
  join "Organization" o on o."id" = p."orgId"
  where p."status" = 'paid' and p."createdAt" < o."booksClosedBefore"
  group by p."instructorId"
) as p on p."instructorId" = i."id"`

/** What the view that tenants may read shows of the materialized one, which knows no policies. */
export const statisticsOfTenant = `select id, display_name, total_bookings, completed_bookings, avg_rating, total_earnings_cents
from "public"."instructor_stats"
where ${tenantCondition(tenancy, 'org_id')}`

/** Adds everything up for each request. */
export async function instructorStatisticsNaive(db: Connection) {
  const rows = await db.query<StatisticsRow>(`${statisticsSql} order by i."id"`)
  return rows.map(statistics)
}

export async function instructorStatistics(db: Connection) {
  const rows = await db.query<StatisticsRow>('select * from instructor_statistics order by id')
  return rows.map(statistics)
}

function statistics(row: StatisticsRow) {
  return {
    id: row.id,
    displayName: row.display_name,
    totalBookings: Number(row.total_bookings),
    completedBookings: Number(row.completed_bookings),
    averageRating: row.avg_rating,
    earningsCents: Number(row.total_earnings_cents),
  }
}
