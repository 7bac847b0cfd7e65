import { formatMs, formatShare } from '../../../../model/index.ts'
import { counterCheck } from '../../../facts/counted-statements.ts'

const enoughPlans = 100
const slowMs = 2
const largeShare = 0.5
const notableShare = 0.01

export const check = counterCheck({
  id: 'planning-heavy-statement',
  title: 'Statement that is planned for longer than it runs',
  severity: 'info',
  // Where track_planning is off, there are no plans.
  suspect: ({ plans, plan_ms, total_ms, all_ms }) =>
    plans >= enoughPlans &&
    plan_ms / plans >= slowMs &&
    plan_ms / (plan_ms + total_ms) >= largeShare &&
    plan_ms >= all_ms * notableShare,
  judge: ({ shown, plans, plan_ms, mean_ms, total_ms }) => ({
    message: `A statement is planned for ${formatMs(plan_ms / plans)} to run for ${formatMs(mean_ms)}, ${formatShare(plan_ms / (plan_ms + total_ms))} of its time: ${shown}`,
    evidence: { plans, planMs: plan_ms, planMsEach: plan_ms / plans },
    help: 'Prepare it once for each session, name fewer partitions or tables in it, or drop indexes that nobody needs.',
  }),
})
