import { constraint, extension } from '@pgwright/system-frame'
import type { DeclaredChange } from 'pgwright'
import { bookSql } from '../service/bookings.ts'
import { conflictsNaiveSql } from '../service/conflicts.ts'
import { tenancy } from '../tenancy.ts'

/**
 * Adding the constraint locks the table against everyone while each row that it covers is read and indexed. It covers
 * those that can still collide: the bookings ahead and the few that were never closed, not the years before.
 */
export const noDoubleBooking: DeclaredChange = {
  name: 'no-double-booking',
  kind: 'add-constraint',
  schema: 'public',
  table: 'appointments',
  steps: [
    extension('btree_gist'),
    constraint(
      'appointments',
      'appointments_no_double_booking',
      `exclude using gist (barber_id with =, tstzrange(start_time, end_time) with &&)
        where (status in ('confirmed', 'pending'))`,
    ),
  ],
  forms: {
    // A check alone is no help against two who ask at once and both find the time free.
    before: [
      { sql: conflictsNaiveSql, times: null },
      { sql: bookSql, times: null },
    ],
    after: [{ sql: bookSql, times: null }],
    // Appointments of the largest shop, moved to where nothing is booked yet.
    values: `
      select barber_id, start_time + interval '20 years', end_time + interval '20 years', organization_id, client_id,
        service_id, service_name, price, organization_id as "${tenancy.setting}"
      from appointments
      where organization_id = 1
      order by id desc`,
    role: tenancy.role,
  },
  reason: 'Two overlapping bookings of one barber can never both commit, whatever the application asks before.',
}
