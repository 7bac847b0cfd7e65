import type { System } from 'pgwright'
import { benchmarks } from './benchmarks.ts'
import { build } from './build.ts'
import { changes } from './changes.ts'
import { gates } from './gates/index.ts'
import { serviceRole } from './product.ts'
import { writes } from './writes.ts'

export const fastnext: System = {
  name: 'fastnext',
  title: 'FastNext application platform',
  serviceRole,
  scales: {
    small: {
      users: 2_000,
      projects: 400,
      items: 6_000,
      templates: 600,
      instances: 1_500,
      activity_logs: 40_000,
      audit_trails: 8_000,
      notifications: 8_000,
    },
    medium: {
      users: 50_000,
      projects: 16_000,
      items: 150_000,
      templates: 20_000,
      instances: 60_000,
      activity_logs: 1_200_000,
      audit_trails: 300_000,
      notifications: 300_000,
    },
    full: {
      users: 500_000,
      projects: 160_000,
      items: 1_500_000,
      templates: 100_000,
      instances: 600_000,
      activity_logs: 10_000_000,
      audit_trails: 3_000_000,
      notifications: 3_000_000,
    },
  },
  diskBytes: { small: 0.4e9, medium: 2e9, full: 20e9 },
  build,
  benchmarks,
  writes,
  changes,
  gates,
}
