import type { Benchmark } from 'pgwright'
import { courierCall, tenantCall } from './calls.ts'
import { attendanceForMonth, attendanceForMonthNaive, type MonthCall } from './service/attendance.ts'
import { codByDate, codByDateNaive, type DayCall } from './service/cod.ts'
import {
  activeCouriers,
  activeCouriersNaive,
  couriersWithVehicle,
  couriersWithVehicleNaive,
} from './service/couriers.ts'
import { type DashboardCall, dashboard, dashboardNaive } from './service/dashboard.ts'
import {
  type CourierCall,
  deliveriesByCourier,
  deliveriesByCourierNaive,
  deliveryStatistics,
  deliveryStatisticsNaive,
  pendingDeliveries,
  pendingDeliveriesNaive,
} from './service/deliveries.ts'
import { salaryHistory, salaryHistoryNaive } from './service/salaries.ts'
import { asTenant, type TenantCall } from './service/tenant.ts'

const listOfActiveCouriers: Benchmark<TenantCall> = {
  id: 'active-couriers',
  title: 'Get active couriers (100)',
  claim: { beforeMs: 150, afterMs: 8, improvement: 0.95 },
  weight: 12,
  parameters: tenantCall,
  naive: asTenant(activeCouriersNaive),
  improved: asTenant(activeCouriers),
}

const courierWithVehicle: Benchmark<TenantCall> = {
  id: 'courier-with-vehicle',
  title: 'Get courier with vehicle',
  claim: { beforeMs: 50, afterMs: 5, improvement: 0.9 },
  weight: 10,
  parameters: tenantCall,
  naive: asTenant(couriersWithVehicleNaive),
  improved: asTenant(couriersWithVehicle),
}

const deliveriesOfCourier: Benchmark<CourierCall> = {
  id: 'deliveries-by-courier',
  title: 'Get deliveries by courier',
  claim: { beforeMs: 200, afterMs: 12, improvement: 0.94 },
  weight: 16,
  parameters: courierCall,
  naive: asTenant(deliveriesByCourierNaive),
  improved: asTenant(deliveriesByCourier),
}

const pending: Benchmark<TenantCall> = {
  id: 'pending-deliveries',
  title: 'Get pending deliveries',
  claim: { beforeMs: 300, afterMs: 15, improvement: 0.95 },
  weight: 14,
  parameters: tenantCall,
  naive: asTenant(pendingDeliveriesNaive),
  improved: asTenant(pendingDeliveries),
}

const statistics: Benchmark<TenantCall> = {
  id: 'delivery-statistics',
  title: 'Delivery statistics',
  claim: { beforeMs: 2500, afterMs: 80, improvement: 0.97 },
  weight: 2,
  parameters: tenantCall,
  naive: asTenant(deliveryStatisticsNaive),
  improved: asTenant(deliveryStatistics),
}

const codOfDay: Benchmark<DayCall> = {
  id: 'cod-by-date',
  title: 'COD transactions by date',
  claim: { beforeMs: 180, afterMs: 10, improvement: 0.94 },
  weight: 6,
  parameters: (random, dimensions) => ({
    ...tenantCall(random, dimensions),
    day: dayBefore('2025-01-06', random.integer(1, 100)),
  }),
  naive: asTenant(codByDateNaive),
  improved: asTenant(codByDate),
}

const attendanceOfMonth: Benchmark<MonthCall> = {
  id: 'attendance-month',
  title: 'Attendance for month',
  claim: { beforeMs: 250, afterMs: 18, improvement: 0.93 },
  weight: 6,
  parameters: (random, dimensions) => ({
    ...courierCall(random, dimensions),
    from: '2024-12-01',
    before: '2025-01-01',
  }),
  naive: asTenant(attendanceForMonthNaive),
  improved: asTenant(attendanceForMonth),
}

const salariesOfCourier: Benchmark<CourierCall> = {
  id: 'salary-history',
  title: 'Salary history',
  claim: { beforeMs: 120, afterMs: 7, improvement: 0.94 },
  weight: 4,
  parameters: courierCall,
  naive: asTenant(salaryHistoryNaive),
  improved: asTenant(salaryHistory),
}

const dashboardSummary: Benchmark<DashboardCall> = {
  id: 'dashboard-summary',
  title: 'Dashboard summary',
  claim: { beforeMs: 1800, afterMs: 120, improvement: 0.93 },
  weight: 2,
  parameters: (random, dimensions) => ({
    ...tenantCall(random, dimensions),
    day: '2025-01-05',
    from: '2024-12-07T00:00:00Z',
    before: '2025-01-06T00:00:00Z',
  }),
  naive: asTenant(dashboardNaive),
  improved: asTenant(dashboard),
}

/** The nine lines of the seed's table 7.1, in its order. */
export const benchmarks: readonly Benchmark[] = [
  listOfActiveCouriers,
  courierWithVehicle,
  deliveriesOfCourier,
  pending,
  statistics,
  codOfDay,
  attendanceOfMonth,
  salariesOfCourier,
  dashboardSummary,
]

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)
}
