import type { Change, EstimatedTime, Plan, Workload } from '../model/index.ts'
import type { CostUnit } from './cost-unit.ts'

const dayMs = 86_400_000
/** Less says nothing of a day. */
const leastPeriodMs = 3_600_000

/** A plan that tells its estimates in time too, where the source has told times. */
export function withTimes(plan: Plan, unit: CostUnit | null, { periodMs }: Workload): Plan {
  if (unit === null) return plan
  const writeCost = plan.changes.reduce((sum, change) => sum + change.writeCost, 0)
  const savedMs = (plan.costBefore - plan.costAfter - writeCost) * unit.msPerCostUnit
  const perDay = periodMs === undefined || periodMs < leastPeriodMs ? null : dayMs / periodMs
  const time: EstimatedTime = { ...unit, savedMs, msPerDay: perDay === null ? null : savedMs * perDay }
  if (perDay === null) return { ...plan, time }
  const timed = (change: Change): Change => ({
    ...change,
    msPerDay: (change.benefit.total - change.writeCost) * unit.msPerCostUnit * perDay,
  })
  return { ...plan, time, changes: plan.changes.map(timed) }
}
