import type { Connection } from 'pgwright'
import type { CourierCall } from './deliveries.ts'

export interface MonthCall extends CourierCall {
  /** First day of the month, and first day of the next: `2024-12-01`, `2025-01-01`. */
  readonly from: string
  readonly before: string
}

interface AttendanceRow {
  readonly date: unknown
  readonly status: string
  readonly hours_worked: string
  readonly overtime_hours: string
}

/** A courier's sheet for a month. The statement asks for the right rows; what the naive form lacks is an index. */
export async function attendanceForMonthNaive(db: Connection, { courierId, from, before }: MonthCall) {
  const days = await db.query<AttendanceRow>(
    'select * from attendance where courier_id = $1 and date >= $2 and date < $3 order by date, id',
    [courierId, from, before],
  )
  return days.map(sheetLine)
}

export async function attendanceForMonth(db: Connection, { courierId, from, before }: MonthCall) {
  const days = await db.query<AttendanceRow>(
    `select date, status, hours_worked, overtime_hours
     from attendance
     where courier_id = $1 and date >= $2 and date < $3
     order by date, id`,
    [courierId, from, before],
  )
  return days.map(sheetLine)
}

/** A courier opens the app at the start of a shift. */
export async function checkIn(db: Connection, { organizationId, courierId }: CourierCall): Promise<void> {
  await db.query(
    `insert into attendance (organization_id, courier_id, date, status, shift, check_in)
     values ($1, $2, current_date, 'present', 'morning', now())`,
    [organizationId, courierId],
  )
}

function sheetLine({ date, status, hours_worked, overtime_hours }: AttendanceRow) {
  return { date, status, hoursWorked: hours_worked, overtimeHours: overtime_hours }
}
