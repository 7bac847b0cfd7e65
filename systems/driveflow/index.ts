import type { System } from 'pgwright'
import { benchmarks } from './benchmarks.ts'
import { build } from './build.ts'
import { changes } from './changes.ts'
import { gates } from './gates/index.ts'
import { serviceRole } from './tenancy.ts'
import { writes } from './writes.ts'

/** The seed's driving schools: many schools in one database, with GPS tracks of their lessons. */
export const driveflow: System = {
  name: 'driveflow',
  title: 'DriveFlow',
  serviceRole,
  scales: {
    small: {
      organizations: 8,
      instructors: 24,
      studentsPerInstructor: 12,
      bookingsPerInstructor: 300,
      tripsPerInstructor: 5,
      webhookEvents: 5_000,
      outbox: 6_000,
    },
    medium: {
      organizations: 40,
      instructors: 240,
      studentsPerInstructor: 34,
      bookingsPerInstructor: 850,
      tripsPerInstructor: 18,
      webhookEvents: 100_000,
      outbox: 120_000,
    },
    full: {
      organizations: 400,
      instructors: 2400,
      studentsPerInstructor: 34,
      bookingsPerInstructor: 850,
      tripsPerInstructor: 17,
      webhookEvents: 1_000_000,
      outbox: 1_200_000,
    },
  },
  diskBytes: { small: 0.3e9, medium: 1.6e9, full: 15e9 },
  build,
  benchmarks,
  writes,
  changes,
  gates,
}
