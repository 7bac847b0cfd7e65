import type { System } from 'pgwright'
import { benchmarks } from './benchmarks.ts'
import { build } from './build.ts'
import { gates } from './gates/index.ts'
import { serviceRole } from './mixins.ts'
import { writes } from './writes.ts'

/** The seed's fleet of couriers: many companies in one database, kept apart by row-level security. */
export const barqFleet: System = {
  name: 'barq-fleet',
  title: 'BARQ Fleet Management',
  serviceRole,
  scales: {
    small: {
      organizations: 10,
      couriers: 600,
      vehicles: 540,
      deliveries: 20_000,
      attendanceDays: 30,
      salaryMonths: 24,
    },
    medium: {
      organizations: 100,
      couriers: 10_000,
      vehicles: 9_000,
      deliveries: 1_000_000,
      attendanceDays: 100,
      salaryMonths: 24,
    },
    full: {
      organizations: 1000,
      couriers: 100_000,
      vehicles: 90_000,
      deliveries: 10_000_000,
      attendanceDays: 100,
      salaryMonths: 24,
    },
  },
  diskBytes: { small: 0.4e9, medium: 3e9, full: 25e9 },
  build,
  benchmarks,
  writes,
  changes: [],
  gates,
}
