import { index } from '@pgwright/system-frame'
import type { DeclaredChange } from 'pgwright'
import { lastDays } from '../calls.ts'
import { shopDaySql } from '../service/appointments.ts'
import { revenueReportSql } from '../service/revenue.ts'
import { tenancy } from '../tenancy.ts'

/**
 * The seed's `idx_appointments_org_status_date` with the barber in place of the status, which stands in the way of a
 * day's bounds. It finds a shop's day, and within it a barber's: few enough that the barber need not come first.
 */
export const appointmentsByDay: DeclaredChange = {
  name: 'appointments-by-day',
  kind: 'create-index',
  schema: 'public',
  table: 'appointments',
  steps: [
    index({
      table: 'appointments',
      name: 'idx_appointments_org_date',
      on: '(organization_id, start_time, barber_id)',
    }),
  ],
  forms: {
    before: [{ sql: shopDaySql, times: null }],
    after: [{ sql: shopDaySql, times: null }],
    values: `
      select (start_time at time zone 'UTC')::date, organization_id as "${tenancy.setting}"
      from appointments
      where organization_id <= 3
      group by 1, 2
      order by count(*) desc, 1, 2
      limit 3`,
    role: tenancy.role,
  },
  reason: 'Schedules, slots, conflicts and the open month all ask for a time of a shop.',
}

/**
 * The seed's `idx_payments_analytics_optimized`, which leads with a status that the index has only one of. With the shop
 * there instead, and all that the reports add up, they never visit the table for the months that no longer change.
 */
export const completedPayments: DeclaredChange = {
  name: 'completed-payments',
  kind: 'create-index',
  schema: 'public',
  table: 'payments',
  steps: [
    index({
      table: 'payments',
      name: 'idx_payments_analytics_optimized',
      on: `(organization_id, created_at) include (user_id, barber_id, amount, commission_rate) where status = 'completed'`,
    }),
  ],
  forms: {
    before: [{ sql: revenueReportSql, times: null }],
    after: [{ sql: revenueReportSql, times: null }],
    values: `
      select min(user_id), '${lastDays(365).from}', '${lastDays(365).before}', organization_id as "${tenancy.setting}"
      from payments
      where organization_id <= 3
      group by organization_id
      order by organization_id`,
    role: tenancy.role,
  },
  reason: 'A year of a shop is read from an index that has all that the reports add up.',
}
