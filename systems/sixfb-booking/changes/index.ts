import type { DeclaredChange } from 'pgwright'
import { counters } from './counters.ts'
import { appointmentsByDay, completedPayments } from './indexes.ts'
import { monthlyStatistics } from './monthly-statistics.ts'
import { noDoubleBooking } from './no-double-booking.ts'
import { rewrites } from './rewrites.ts'

export { recountSql } from './counters.ts'

/** What the product's people thought of, beside what is advised. */
export const changes: readonly DeclaredChange[] = [
  appointmentsByDay,
  completedPayments,
  noDoubleBooking,
  monthlyStatistics,
  counters,
  ...rewrites,
]
