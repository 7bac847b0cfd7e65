import { type OverheadCase, policyOverhead } from '@pgwright/system-frame'
import { tenancy } from '../mixins.ts'
import { dashboardSql } from '../service/dashboard.ts'
import { courierInSlot, largestTenant } from '../tenants.ts'

const cases: readonly OverheadCase[] = [
  {
    id: 'rls-single-record',
    title: 'RLS overhead, single record',
    seed: 'the seed measured +20 %',
    sql: 'select * from couriers where id = $1',
    values: async (_, dimensions) => [courierInSlot(largestTenant(dimensions).firstSlot, dimensions)],
    repeats: 400,
    end: 'commit',
  },
  {
    id: 'rls-list',
    title: 'RLS overhead, list of 100',
    seed: 'the seed measured +20 %',
    sql: `select id, name, phone, city, joining_date
          from couriers
          where status = 'ACTIVE'
          order by joining_date desc, id desc
          limit 100`,
    values: async () => [],
    repeats: 300,
    end: 'commit',
  },
  {
    id: 'rls-dashboard',
    title: 'RLS overhead, dashboard',
    seed: 'the seed measured +10 %',
    sql: dashboardSql,
    values: async () => ['2025-01-05', '2024-12-07T00:00:00Z', '2025-01-06T00:00:00Z'],
    repeats: 100,
    end: 'commit',
  },
  {
    id: 'rls-bulk',
    title: 'RLS overhead, bulk insert',
    seed: 'the seed measured +5 %',
    sql: `insert into attendance (organization_id, courier_id, date, status, shift)
          select organization_id, id, current_date, 'absent', 'morning' from couriers where status = 'ACTIVE'`,
    values: async () => [],
    repeats: 20,
    end: 'rollback',
  },
]

export const overheadGates = policyOverhead(
  tenancy,
  async (_, dimensions) => largestTenant(dimensions).organizationId,
  cases,
)
