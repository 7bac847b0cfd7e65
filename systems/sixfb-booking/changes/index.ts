import type { DeclaredChange } from 'pgwright'
import { counters } from './counters.ts'
import { monthlyStatistics } from './monthly-statistics.ts'
import { noDoubleBooking } from './no-double-booking.ts'
import { rewrites } from './rewrites.ts'

export { recountSql } from './counters.ts'

/** What no index brings about. */
export const changes: readonly DeclaredChange[] = [noDoubleBooking, monthlyStatistics, counters, ...rewrites]
