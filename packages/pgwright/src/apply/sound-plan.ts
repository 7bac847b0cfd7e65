import { isState, PgwrightError, type Plan, type Step } from '../model/index.ts'
import { requireSoundDrop } from './drop-statement.ts'
import { isIndexStep, requireSoundIndex } from './index-statement.ts'
import { requireSoundObject } from './object-steps.ts'
import { isPartitionedStep, requireSoundPartitioned } from './partitioned-statement.ts'
import { requireSoundState } from './states/check-states.ts'

/**
 * What of a plan can be known to be right without its target: a plan is a file, and files get edited.
 *
 * @throws PgwrightError `bad-file`
 */
export function requireSoundPlan(plan: Plan): void {
  requireDependencies(plan)
  for (const { steps } of plan.changes) for (const step of steps) requireSoundStep(step)
}

/** @throws PgwrightError `bad-file` where its statement is not for the state that it says it brings about */
export function requireSoundStep(step: Step): void {
  if (isIndexStep(step)) requireSoundIndex(step)
  else if (isPartitionedStep(step)) requireSoundPartitioned(step)
  else if (step.ensure.kind === 'object-present') requireSoundObject(step.sql, step.ensure)
  else if (step.ensure.kind === 'object-absent') requireSoundDrop(step.sql, step.ensure)
  else if (isState(step.ensure)) requireSoundState(step.sql, step.ensure)
}

function requireDependencies({ changes }: Plan): void {
  const before = new Set<string>()
  for (const { id, sql, dependsOn } of changes) {
    const lacking = dependsOn.find((other) => !before.has(other))
    if (lacking !== undefined) {
      throw new PgwrightError(
        'bad-file',
        `A change of the plan (${sql}) needs the change ${lacking}, which does not come before it.`,
        'Put that one back, or take both out.',
      )
    }
    before.add(id)
  }
}
