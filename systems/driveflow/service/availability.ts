import type { Connection } from 'pgwright'
import type { TenantCall } from './tenant.ts'

export interface AvailabilityCall extends TenantCall {
  readonly instructorId: string
  /** `2025-02-24`. */
  readonly date: string
}

interface HoursRow {
  readonly dayOfWeek: number
  readonly startTime: string
  readonly endTime: string
  /** `date` as text, since the driver would make it midnight where Node runs. */
  readonly effectiveFrom: string
  readonly effectiveTo: string | null
}

interface ExceptionRow {
  readonly date: string
  readonly available: boolean
  readonly startTime: string | null
  readonly endTime: string | null
}

interface BookedRow {
  readonly startAt: Date
  readonly endAt: Date
  readonly status: string
}

/** Three queries, and all hours and exceptions that the instructor ever had. */
export async function availabilityNaive(db: Connection, { orgId, instructorId, date }: AvailabilityCall) {
  const hours = await db.query<HoursRow>(
    `select *, "effectiveFrom"::text, "effectiveTo"::text from "InstructorAvailability"
     where "orgId" = $1 and "instructorId" = $2 order by "startTime", "endTime"`,
    [orgId, instructorId],
  )
  const exceptions = await db.query<ExceptionRow>(
    `select *, "date"::text from "AvailabilityException"
     where "orgId" = $1 and "instructorId" = $2 order by "startTime", "endTime", "available"`,
    [orgId, instructorId],
  )
  const booked = await db.query<BookedRow>(
    `select * from "Booking"
     where "orgId" = $1 and "instructorId" = $2 and "startAt" >= $3 and "startAt" < $4
     order by "startAt", "endAt"`,
    [orgId, instructorId, `${date}T00:00:00Z`, nextDay(date)],
  )
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return {
    hours: hours
      .filter(({ dayOfWeek }) => dayOfWeek === weekday)
      .filter(({ effectiveFrom, effectiveTo }) => effectiveFrom <= date && (effectiveTo ?? date) >= date)
      .map(({ startTime, endTime }) => ({ startTime, endTime })),
    exceptions: exceptions
      .filter((exception) => exception.date === date)
      .map(({ available, startTime, endTime }) => ({ available, startTime, endTime })),
    booked: booked.filter(({ status }) => status !== 'cancelled').map(({ startAt, endAt }) => ({ startAt, endAt })),
  }
}

interface Line {
  readonly kind: 'hours' | 'exception' | 'booked'
  readonly available: boolean | null
  readonly startTime: string | null
  readonly endTime: string | null
  readonly startAt: Date | null
  readonly endAt: Date | null
}

/** One statement. A day is asked for by its two moments, since a cast of startAt to a date has no index. */
export const availabilitySql = `select 'hours' as kind, null::boolean as available, "startTime", "endTime",
  null::timestamptz as "startAt", null::timestamptz as "endAt"
from "InstructorAvailability"
where "instructorId" = $1 and "dayOfWeek" = $2 and "effectiveFrom" <= $3
  and ("effectiveTo" is null or "effectiveTo" >= $3)
union all
select 'exception', "available", "startTime", "endTime", null, null
from "AvailabilityException"
where "instructorId" = $1 and "date" = $3
union all
select 'booked', null, null, null, "startAt", "endAt"
from "Booking"
where "instructorId" = $1 and "startAt" >= $4 and "startAt" < $5 and "status" <> 'cancelled'
order by kind, "startAt", "endAt", "startTime", "endTime", available`

export async function availability(db: Connection, { instructorId, date }: AvailabilityCall) {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  const values = [instructorId, weekday, date, `${date}T00:00:00Z`, nextDay(date)]
  const lines = await db.query<Line>(availabilitySql, values)
  const of = (kind: Line['kind']) => lines.filter((line) => line.kind === kind)
  return {
    hours: of('hours').map(({ startTime, endTime }) => ({ startTime, endTime })),
    exceptions: of('exception').map(({ available, startTime, endTime }) => ({ available, startTime, endTime })),
    booked: of('booked').map(({ startAt, endAt }) => ({ startAt, endAt })),
  }
}

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString()
}
