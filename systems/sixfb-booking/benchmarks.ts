import type { Benchmark } from 'pgwright'
import { barberCall, lastDays, slotCall, slotsCall, tenantCall } from './calls.ts'
import { dayAfter, today } from './days.ts'
import { type AnalyticsCall, analytics, analyticsNaive } from './service/analytics.ts'
import {
  type DayCall,
  dailySchedule,
  dailyScheduleNaive,
  type ScheduleCall,
  shopDay,
  shopDayNaive,
} from './service/appointments.ts'
import { isFree, isFreeNaive, type SlotCall } from './service/conflicts.ts'
import { type DashboardCall, userDashboard, userDashboardNaive } from './service/dashboard.ts'
import { type RevenueCall, revenueReport, revenueReportNaive } from './service/revenue.ts'
import { availableSlots, availableSlotsNaive, type SlotsCall } from './service/slots.ts'
import { monthlyStatistics, monthlyStatisticsNaive } from './service/statistics.ts'
import { team, teamNaive } from './service/team.ts'
import { asTenant, type TenantCall } from './service/tenant.ts'
import { usersWithOrganization, usersWithOrganizationNaive } from './service/users.ts'
import { accountOf, anyBarber } from './shops.ts'

/** What the seed promises of every query that is not in its table. */
const anyQuery = { beforeMs: null, afterMs: 200, improvement: null }

const analyticsDashboard: Benchmark<AnalyticsCall> = {
  id: 'analytics-dashboard',
  title: 'Analytics dashboard load',
  claim: { beforeMs: 500, afterMs: 150, improvement: 0.7 },
  weight: 1,
  parameters: (random, dimensions) => ({ ...tenantCall(random, dimensions), ...lastDays(30) }),
  naive: asTenant(analyticsNaive),
  improved: asTenant(analytics),
}

const conflictCheck: Benchmark<SlotCall> = {
  id: 'booking-conflict-check',
  title: 'Booking conflict check',
  claim: { beforeMs: 300, afterMs: 80, improvement: 0.75 },
  weight: 20,
  parameters: slotCall,
  naive: asTenant(isFreeNaive),
  improved: asTenant(isFree),
}

const schedule: Benchmark<ScheduleCall> = {
  id: 'daily-schedule',
  title: 'Daily schedule load',
  claim: { beforeMs: 400, afterMs: 100, improvement: 0.8 },
  weight: 18,
  parameters: (random, dimensions) => ({
    ...barberCall(random, dimensions),
    day: dayAfter(today, random.integer(-30, 7)),
  }),
  naive: asTenant(dailyScheduleNaive),
  improved: asTenant(dailySchedule),
}

const revenue: Benchmark<RevenueCall> = {
  id: 'revenue-report',
  title: 'Revenue report by day and week',
  claim: { beforeMs: 1200, afterMs: 300, improvement: 0.75 },
  weight: 1,
  parameters(random, dimensions) {
    const barber = anyBarber(random, dimensions)
    return { organizationId: barber.organizationId, userId: accountOf(barber, dimensions), ...lastDays(365) }
  },
  naive: asTenant(revenueReportNaive),
  improved: asTenant(revenueReport),
}

const dashboard: Benchmark<DashboardCall> = {
  id: 'user-dashboard',
  title: 'User dashboard load',
  claim: { beforeMs: 800, afterMs: 200, improvement: 0.75 },
  weight: 5,
  parameters: (random, dimensions) => ({ ...barberCall(random, dimensions), ...lastDays(30) }),
  naive: asTenant(userDashboardNaive),
  improved: asTenant(userDashboard),
}

const slots: Benchmark<SlotsCall> = {
  id: 'available-slots',
  title: 'Available slots of a barber on a date',
  claim: anyQuery,
  weight: 22,
  parameters: slotsCall,
  naive: asTenant(availableSlotsNaive),
  improved: asTenant(availableSlots),
}

const organizations: Benchmark<TenantCall> = {
  id: 'users-organization',
  title: 'Users with primary organization',
  claim: anyQuery,
  weight: 1,
  parameters: tenantCall,
  naive: asTenant(usersWithOrganizationNaive),
  improved: asTenant(usersWithOrganization),
}

const dayOfShop: Benchmark<DayCall> = {
  id: 'appointment-details',
  title: 'Appointments with payment, client, service',
  claim: anyQuery,
  weight: 2,
  parameters: (random, dimensions) => ({
    ...tenantCall(random, dimensions),
    day: dayAfter(today, random.integer(-30, 7)),
  }),
  naive: asTenant(shopDayNaive),
  improved: asTenant(shopDay),
}

const statistics: Benchmark<TenantCall> = {
  id: 'monthly-statistics',
  title: 'Monthly statistics of barbers',
  claim: anyQuery,
  weight: 1,
  parameters: tenantCall,
  naive: asTenant(monthlyStatisticsNaive),
  improved: asTenant(monthlyStatistics),
  needs: ['monthly-statistics'],
}

const overview: Benchmark<TenantCall> = {
  id: 'team-overview',
  title: 'Team with revenue, clients, last booking',
  claim: anyQuery,
  weight: 3,
  parameters: tenantCall,
  naive: asTenant(teamNaive),
  improved: asTenant(team),
  needs: ['counters'],
}

/** The five lines of the seed's table 9.1, then its availability query, its N+1s, its view and its counters. */
export const benchmarks: readonly Benchmark[] = [
  analyticsDashboard,
  conflictCheck,
  schedule,
  revenue,
  dashboard,
  slots,
  organizations,
  dayOfShop,
  statistics,
  overview,
]
