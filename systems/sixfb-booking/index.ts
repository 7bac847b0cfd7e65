import type { System } from 'pgwright'
import { benchmarks } from './benchmarks.ts'
import { build } from './build.ts'
import { changes } from './changes/index.ts'
import { gates } from './gates/index.ts'
import { serviceRole } from './tenancy.ts'
import { writes } from './writes.ts'

/** The seed's booking platform: barbershops in one database, kept apart by row-level security. */
export const sixfbBooking: System = {
  name: 'sixfb-booking',
  title: '6FB Booking',
  serviceRole,
  scales: {
    small: {
      organizations: 6,
      barbers: 24,
      clients: 2_000,
      occupancyPercent: 18,
      users: 1_000,
      bookingAttempts: 4_000,
      counterChanges: 5_000,
    },
    medium: {
      organizations: 100,
      barbers: 400,
      clients: 100_000,
      occupancyPercent: 61,
      users: 5_000,
      bookingAttempts: 20_000,
      counterChanges: 100_000,
    },
    full: {
      organizations: 1000,
      barbers: 4_000,
      clients: 1_000_000,
      occupancyPercent: 61,
      users: 5_000,
      bookingAttempts: 20_000,
      counterChanges: 100_000,
    },
  },
  diskBytes: { small: 0.4e9, medium: 2.2e9, full: 25e9 },
  build,
  benchmarks,
  writes,
  changes,
  gates,
}
