import { barrierView, grantSelect, index, materializedView, tenantCondition } from '@pgwright/system-frame'
import type { DeclaredChange } from 'pgwright'
import { monthlyStatisticsNaiveSql, monthlyStatisticsSql, monthsOf } from '../service/statistics.ts'
import { tenancy } from '../tenancy.ts'

const view = 'barber_monthly_stats'

/**
 * The seed's view, for the months whose books are closed, and up to when they are. Not the barber's name, which can
 * change, nor a filter on a role that can: the service joins the user.
 */
const closedMonths = `
  select s.*, c.closed_before
  from (select (max(month) + interval '1 month') at time zone 'UTC' as closed_before from public.closed_months) as c
  cross join lateral (${monthsOf(' and start_time < c.closed_before')}) as s`

/** A materialized view knows no policies, so the service is given a view that shows the tenant's part of it. */
export const monthlyStatistics: DeclaredChange = {
  name: 'monthly-statistics',
  kind: 'create-view',
  schema: 'public',
  table: 'appointments',
  steps: [
    materializedView(view, closedMonths),
    // Without a unique index it could not be refreshed beside its readers.
    index({ table: view, name: 'idx_barber_monthly_stats_lookup', unique: true, on: '(barber_id, month)' }),
    index({ table: view, name: 'idx_barber_monthly_stats_organization', on: '(organization_id)' }),
    barrierView(
      'barber_closed_months',
      `select barber_id, month, total_appointments, total_revenue, unique_clients, avg_service_price, closed_before
       from public.${view} where ${tenantCondition(tenancy, tenancy.column)}`,
    ),
    grantSelect('barber_closed_months', tenancy.role),
  ],
  forms: {
    before: [{ sql: monthlyStatisticsNaiveSql, times: null }],
    after: [{ sql: monthlyStatisticsSql, times: null }],
    values: `select id as "${tenancy.setting}" from organizations order by id limit 3`,
    role: tenancy.role,
  },
  reason: 'Months whose books are closed are counted once, and only the open one is counted again for each reader.',
}
