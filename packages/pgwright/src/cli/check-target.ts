import { planDifferences, type RehearsedStep, readJournal, rehearsePlan } from '../apply/index.ts'
import { PgwrightError, type Plan } from '../model/index.ts'
import { observe } from '../observe/index.ts'
import { requireSupported, type Target, withReader } from '../postgres/index.ts'
import type { Progress } from './progress.ts'

interface CheckOptions {
  /** Apply the plan and take it back on an empty copy of the target first. */
  readonly rehearse: boolean
  /** Go on where the target's tables are others than the plan was made for. */
  readonly despiteDifferences: boolean
  /** Go on where a step can never be taken back. */
  readonly forGood: boolean
  readonly signal: AbortSignal
}

/**
 * Looks whether the target is what a plan was made for, and rehearses the plan and its rollback for the target as it is.
 * Reads only.
 *
 * @returns the steps with what would take each back; none where nothing was rehearsed
 * @throws PgwrightError `usage` with what differs, or with the step that fails
 */
export async function checkTarget(
  target: Target,
  plan: Plan,
  progress: Progress,
  { rehearse, despiteDifferences, forGood, signal }: CheckOptions,
): Promise<readonly RehearsedStep[]> {
  if (!rehearse && plan.tables === undefined) return []
  progress.update('reading the target', null)
  const { snapshot, journal } = await withReader(target, async (client) => {
    await requireSupported(client)
    return { snapshot: await observe(client, { workload: false }), journal: await readJournal(client) }
  })
  const differences = planDifferences(plan, snapshot)
  if (differences.length > 0 && !despiteDifferences) {
    const all = differences.slice(0, 5).join('; ')
    throw new PgwrightError(
      'usage',
      `The target is not what the plan was made for: ${all}${differences.length > 5 ? '; …' : ''}.`,
      'Make the plan again, or apply it with --despite-differences where they do not matter.',
    )
  }
  if (!rehearse) return []
  progress.update('rehearsing the plan and its rollback', null)
  const { left, steps } = await rehearsePlan(snapshot, plan, { signal, journal })
  const lasting = steps.find(({ undoable }) => !undoable)
  if (lasting !== undefined && !forGood) throw gone(lasting.sql)
  progress.clear()
  for (const { change, reason } of left) progress.note(`Not rehearsed, since ${reason}: ${change.sql}`)
  return steps
}

/** Of a step that drops what the catalog does not tell how to make again. */
export function gone(sql: string): PgwrightError {
  return new PgwrightError(
    'usage',
    `The plan could not be taken back: what this drops is gone for good: ${sql}`,
    'Take it out of the plan, or apply it with --for-good.',
  )
}
