import type { DeclaredChange } from 'pgwright'
import { dayAfter, timeOf, today } from '../days.ts'
import { paymentOfOneSql, shopDaySql } from '../service/appointments.ts'
import { conflictsNaiveSql } from '../service/conflicts.ts'
import { revenueReportNaiveSql, revenueReportSql } from '../service/revenue.ts'
import { availableSlotsSql } from '../service/slots.ts'
import { organizationOfOneSql, usersWithOrganizationSql } from '../service/users.ts'
import { tenancy } from '../tenancy.ts'

const once = (sql: string) => ({ sql, times: null })
/** The number of the time comes last, as text. */
const each = (sql: string, times: number) => ({ sql, times })

const setting = `organization_id as "${tenancy.setting}"`

function rewrite(change: Pick<DeclaredChange, 'name' | 'table' | 'reason'> & Omit<DeclaredChange['forms'], 'role'>) {
  const { name, table, reason, ...forms } = change
  const kind = 'rewrite-query'
  return { name, kind, schema: 'public', table, steps: [], forms: { ...forms, role: tenancy.role }, reason } as const
}

const revenueInOne = rewrite({
  name: 'revenue-in-one',
  table: 'payments',
  before: Object.values(revenueReportNaiveSql).map(once),
  after: [once(revenueReportSql)],
  values: `
    select min(user_id), '${timeOf(dayAfter(today, -365), 0)}', '${timeOf(today, 0)}', ${setting}
    from payments where organization_id <= 3 group by organization_id order by organization_id`,
  reason: 'Days, weeks and the summary are made from one reading of the payments, not one for each.',
})

/** The seed's availability asked slot by slot: half an hour each, from nine o'clock on. */
const slotsInOne = rewrite({
  name: 'slots-in-one',
  table: 'appointments',
  before: [
    once('select * from barber_availability where user_id = $1'),
    each(
      conflictsNaiveSql
        .replaceAll('$2', `($2::date + time '08:30' + $4::integer * interval '30 minutes')`)
        .replaceAll(
          '$3',
          `($2::date + time '08:30' + $4::integer * interval '30 minutes' + $3::integer * interval '1 minute')`,
        ),
      18,
    ),
  ],
  after: [once(availableSlotsSql)],
  values: `
    select id, '${dayAfter(today, 5)}', 45, ${setting}
    from users where unified_role = 'BARBER' and organization_id = 1 order by id limit 3`,
  reason: 'A day of a barber is read once, not once for each slot on it.',
})

const shown = 20

const detailsInOne = rewrite({
  name: 'details-in-one',
  table: 'appointments',
  before: [
    once(`select * from appointments where start_time >= $1::date::timestamp at time zone 'UTC'
      and start_time < ($1::date + 1)::timestamp at time zone 'UTC' order by start_time, id`),
    each(paymentOfOneSql.replaceAll('$1', '($2::bigint[])[$5::integer]'), shown),
    each('select * from clients where id = ($3::integer[])[$5::integer]', shown),
    each('select * from services where id = ($4::integer[])[$5::integer]', shown),
  ],
  after: [once(shopDaySql)],
  // Days of the largest shop, the busiest first.
  values: `
    select (start_time at time zone 'UTC')::date, array_agg(id order by start_time, id),
      array_agg(client_id order by start_time, id), array_agg(service_id order by start_time, id),
      min(organization_id) as "${tenancy.setting}"
    from appointments
    where organization_id = 1
    group by 1
    order by count(*) desc, 1
    limit 3`,
  reason: `Payment, client and service come with the appointments, not one after another for each of ${shown} and more.`,
})

const organizationsInOne = rewrite({
  name: 'organizations-in-one',
  table: 'users',
  before: [
    once('select * from users where is_active = true order by id'),
    each(organizationOfOneSql.replaceAll('$1', '($1::integer[])[$2::integer]'), shown),
  ],
  after: [once(usersWithOrganizationSql)],
  values: `
    select array_agg(id order by id), ${setting}
    from users where organization_id <= 3 and is_active group by organization_id order by organization_id`,
  reason: 'The organization comes with the users, not one after another for each of them.',
})

/** What the application alone has to change: several statements become one. */
export const rewrites: readonly DeclaredChange[] = [revenueInOne, slotsInOne, detailsInOne, organizationsInOne]
